//! Minted Android chains: K1 to K5, and that nobody who has an attested key can go on with a chain of his own.

use rcgen::{CustomExtension, DnType, date_time_ymd};
use touchstone_evidence::android_key::{Error, Fault, Provisioning};
use touchstone_evidence::x509::{Anchors, PathError};

use crate::android_der::{Description, integer, set};
use crate::android_minted::{
    Device, Judge, named, refusal, root, serial_number, title, with_description,
};
use crate::minted::{Authority, params};

fn factory() -> Device {
    Device::factory(&Description::new())
}

fn remote() -> Device {
    Device::remote(&Description::new())
}

fn attest_only() -> Description {
    Description::new().hardware(1, Some(set(&[integer(7)])))
}

fn google(name: &str, organization: &str) -> rcgen::CertificateParams {
    named(&[
        (DnType::OrganizationName, organization),
        (DnType::CommonName, name),
    ])
}

#[test]
fn both_shapes_are_accepted_with_and_without_their_root() {
    for (mut device, provisioning, certificates) in [
        (factory(), Provisioning::Factory, 3),
        (remote(), Provisioning::Remote, 4),
    ] {
        let with = Judge::new().device(&device).unwrap().facts;
        device.root_included = false;
        let without = Judge::new().device(&device).unwrap().facts;
        assert_eq!(with.provisioning, Some(provisioning));
        assert_eq!(
            (with.certificates.len(), &with.key_id),
            (certificates, &without.key_id)
        );
    }
}

#[test]
fn the_number_of_certificates_and_bytes_is_bounded() {
    let device = factory();
    let anchors = device.root.anchors();
    let fault = |chain: &[Vec<u8>]| match Judge::new().chain(chain, &anchors) {
        Err(Error::Malformed(fault)) => fault,
        other => panic!("{other:?}"),
    };
    let chain = device.chain();
    assert_eq!(fault(&[]), Fault::CertificateCount(0));
    assert_eq!(fault(&chain[..1]), Fault::CertificateCount(1));
    let eight = [chain.clone(), chain.clone()].concat();
    assert_eq!(fault(&eight), Fault::CertificateCount(8));
    let mut large = factory();
    let filler = CustomExtension::from_oid_content(&[1, 2, 3], vec![0; 31_500]);
    large.target.custom_extensions.push(filler);
    assert_eq!(fault(&large.chain()), Fault::TooLong);
    for index in 0..chain.len() {
        let mut broken = chain.clone();
        broken[index].push(0);
        let at = matches!(fault(&broken), Fault::Certificate { index: at, .. } if at == index);
        assert!(at, "{index}");
    }
}

#[test]
fn an_unknown_root_is_refused_also_under_a_known_name() {
    for device in [factory(), remote()] {
        let stranger = root();
        let refused = Judge::new().chain(&device.chain(), &stranger.anchors());
        assert_eq!(refused, Err(Error::UntrustedRoot));
        let mut omitted = device;
        omitted.root_included = false;
        let refused = Judge::new().chain(&omitted.chain(), &stranger.anchors());
        let top = omitted.upper.len() + 1;
        let wrong = PathError::SignatureWrong { index: top };
        assert_eq!(refused, Err(Error::ChainInvalid(wrong)));
        let other = Authority::root(named(&[(serial_number(), "f01")])).anchors();
        let refused = Judge::new().chain(&omitted.chain(), &other);
        assert_eq!(refused, Err(Error::UntrustedRoot));
    }
}

#[test]
fn a_root_key_counts_in_any_certificate_that_carries_it() {
    let mut device = factory();
    let anchors = device.root.anchors();
    let mut expired = named(&[(serial_number(), "f00")]);
    expired.not_after = date_time_ymd(2025, 1, 2);
    device.root = device.root.issued_again(expired);
    assert!(Judge::new().chain(&device.chain(), &anchors).is_ok());
    let last = device.chain().len() - 1;
    let mut unsigned = device.chain();
    *unsigned[last].last_mut().unwrap() ^= 1;
    assert!(Judge::new().chain(&unsigned, &anchors).is_ok());
}

#[test]
fn a_root_under_another_name_must_be_the_one_that_the_chain_names() {
    let device = factory();
    let anchors = device.root.anchors();
    let renamed = device.root.issued_again(named(&[(serial_number(), "f02")]));
    let mut chain = device.chain();
    *chain.last_mut().unwrap() = renamed.der.clone();
    let mismatch = PathError::IssuerMismatch { index: 2 };
    let refused = Judge::new().chain(&chain, &anchors);
    assert_eq!(refused, Err(Error::ChainInvalid(mismatch)));
    let names = |number| named(&[(title(), "TEE"), (serial_number(), number)]);
    let below = Device::issued(renamed, vec![names("1")], names("2"), &Description::new());
    assert!(Judge::new().chain(&below.chain(), &anchors).is_ok());
}

#[test]
fn of_several_roots_with_one_name_the_one_that_signed_is_found() {
    let mut device = remote();
    let twin = root();
    let anchors = Anchors::from_der(&[&twin.der, &device.root.der]).unwrap();
    assert!(Judge::new().chain(&device.chain(), &anchors).is_ok());
    device.root_included = false;
    assert!(Judge::new().chain(&device.chain(), &anchors).is_ok());
    device.root_included = true;
    device.root = twin;
    let wrong = PathError::SignatureWrong { index: 3 };
    let refused = Judge::new().chain(&device.chain(), &anchors);
    assert_eq!(refused, Err(Error::ChainInvalid(wrong)));
}

#[test]
fn chains_in_another_order_are_refused() {
    for device in [factory(), remote()] {
        let mut chain = device.chain();
        chain.reverse();
        let refused = Judge::new().chain(&chain, &device.root.anchors());
        assert_eq!(refused, Err(Error::UntrustedRoot));
        let mut chain = device.chain();
        chain.swap(0, 1);
        let refused = Judge::new().chain(&chain, &device.root.anchors());
        assert!(matches!(refused, Err(Error::ChainInvalid(_))));
    }
}

#[test]
fn a_certificate_too_few_is_no_shape() {
    for device in [factory(), remote()] {
        let top = device.upper.len() + 1;
        for missing in 0..top {
            let mut chain = device.chain();
            chain.remove(missing);
            let refused = Judge::new().chain(&chain, &device.root.anchors());
            let certificates = top;
            assert_eq!(
                refused,
                Err(Error::ChainShape { certificates }),
                "{missing}"
            );
        }
    }
    let device = factory();
    let two = [device.chain()[0].clone(), device.root.der.clone()];
    let refused = Judge::new().chain(&two, &device.root.anchors());
    assert_eq!(refused, Err(Error::ChainShape { certificates: 1 }));
}

#[test]
fn a_short_chain_cannot_be_filled_up_with_its_root() {
    let names = named(&[(title(), "TEE"), (serial_number(), "2")]);
    let short = Device::issued(root(), vec![], names, &Description::new());
    let mut chain = short.chain();
    chain.push(short.root.der.clone());
    for judge in [Judge::new(), Judge::allowing_attest_keys()] {
        let refused = judge.chain(&chain, &short.root.anchors());
        assert_eq!(refused, Err(Error::ChainShape { certificates: 3 }));
    }
}

#[test]
fn a_top_that_is_neither_servers_nor_devices_is_no_shape() {
    let twice = [
        (DnType::CommonName, "Droid CA2"),
        (DnType::OrganizationName, "Google"),
    ];
    let tops = [
        google("Droid CA1", "Google LLC"),
        google("Droid CA2", "Google"),
        google("droid ca2", "Google LLC"),
        named(&[(DnType::CommonName, "Droid CA2")]),
        named(&twice),
        named(&[]),
    ];
    for top in tops {
        let upper = vec![top, google("Droid CA3", "Google LLC")];
        let attestation = Device::remote_attestation("TEE");
        let device = Device::issued(root(), upper, attestation, &Description::new());
        assert_eq!(refusal(&device), Error::ChainShape { certificates: 4 });
    }
}

#[test]
fn nothing_goes_on_below_the_attested_key_whether_described_or_not() {
    let plain = params("between");
    let described = with_description(params("between"), &Description::new());
    for between in [plain, described] {
        for device in [factory(), remote()] {
            let extended = device.with_attest_key(between.clone());
            assert_eq!(refusal(&extended), Error::ChainExtended { extra: 1 });
        }
    }
}

#[test]
fn two_more_certificates_are_refused_also_where_one_is_allowed() {
    let attest_key = with_description(params("attest"), &attest_only());
    let device = factory().with_attest_key(attest_key.clone());
    let first = device.attest_key.as_ref().unwrap();
    let second = Authority::below(attest_key, first);
    let mut chain = device.chain();
    chain[0] = second.issue(&device.target, &device.key);
    chain.insert(1, second.der);
    let refused = Judge::allowing_attest_keys().chain(&chain, &device.root.anchors());
    assert_eq!(refused, Err(Error::ChainExtended { extra: 2 }));
}

#[test]
fn a_short_genuine_chain_cannot_be_filled_up_with_a_forged_target() {
    let names = named(&[(title(), "TEE"), (serial_number(), "2")]);
    let genuine = Device::issued(root(), vec![], names, &Description::new());
    let attested = with_description(params("attested"), &Description::new());
    let forged = genuine.with_attest_key(attested);
    for judge in [Judge::new(), Judge::allowing_attest_keys()] {
        let refused = judge.device(&forged).unwrap_err();
        assert_eq!(refused, Error::DescriptionElsewhere { index: 1 });
        assert_eq!(
            (refused.check(), refused.reason()),
            ("K7", "android_chain_extended")
        );
    }
}

#[test]
fn every_signature_and_every_name_on_the_way_counts() {
    for device in [factory(), remote()] {
        let anchors = device.root.anchors();
        for index in 0..=device.upper.len() + 1 {
            let mut chain = device.chain();
            *chain[index].last_mut().unwrap() ^= 1;
            let refused = Judge::new().chain(&chain, &anchors);
            let wrong = PathError::SignatureWrong { index };
            assert_eq!(refused, Err(Error::ChainInvalid(wrong)));
        }
        let stranger = Authority::root(params("stranger"));
        let mut chain = device.chain();
        chain[0] = stranger.issue(&device.target, &device.key);
        let refused = Judge::new().chain(&chain, &anchors);
        let mismatch = PathError::IssuerMismatch { index: 0 };
        assert_eq!(refused, Err(Error::ChainInvalid(mismatch)));
    }
}
