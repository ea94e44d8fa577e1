//! Minted Android chains: K6 to K8, what is asked of the certificates one by one.

use rcgen::{DnType, date_time_ymd};
use touchstone_evidence::android_key::{
    Error, PossessionError, StatusList, inspect, verify_possession,
};
use touchstone_evidence::x509::{Certificate, PathError};

use crate::android_der::{Description, element, integer, sequence, set};
use crate::android_minted::{Device, Judge, named, refusal, root, with_description};
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
fn factory_certificates_may_be_expired_but_not_early() {
    let device = factory();
    assert!(Judge::at("2031-01-01T00:00:00Z").device(&device).is_ok());
    assert!(Judge::at("2024-12-31T23:59:00Z").device(&device).is_ok());
    let early = Judge::at("2024-12-31T23:58:59Z").device(&device);
    assert!(matches!(
        early,
        Err(Error::CertNotYetValid { index: 1, .. })
    ));
}

#[test]
fn every_certificate_of_a_remote_chain_above_the_target_must_be_valid() {
    let device = remote();
    assert!(Judge::at("2026-01-01T00:00:00Z").device(&device).is_ok());
    let late = Judge::at("2026-01-01T00:00:00.001Z").device(&device);
    assert!(matches!(late, Err(Error::CertExpired { index: 1, .. })));
    let early = Judge::at("2024-12-31T23:58:59Z").device(&device);
    assert!(matches!(
        early,
        Err(Error::CertNotYetValid { index: 1, .. })
    ));
    for position in 0..2 {
        let mut upper = [
            google("Droid CA2", "Google LLC"),
            google("Droid CA3", "Google LLC"),
        ];
        upper[position].not_after = date_time_ymd(2025, 5, 1);
        let attestation = Device::remote_attestation("TEE");
        let device = Device::issued(root(), upper.to_vec(), attestation, &Description::new());
        let index = 3 - position;
        let expired =
            matches!(refusal(&device), Error::CertExpired { index: at, .. } if at == index);
        assert!(expired, "{position}");
    }
}

#[test]
fn dates_of_target_and_attest_key_do_not_matter() {
    for mut device in [factory(), remote()] {
        device.target.not_before = date_time_ymd(2099, 1, 1);
        device.target.not_after = date_time_ymd(1999, 1, 1);
        assert!(Judge::new().device(&device).is_ok());
        let mut attest_key = with_description(params("attest"), &attest_only());
        attest_key.not_before = date_time_ymd(2099, 1, 1);
        attest_key.not_after = date_time_ymd(1999, 1, 1);
        let device = device.with_attest_key(attest_key);
        assert!(Judge::allowing_attest_keys().device(&device).is_ok());
    }
}

#[test]
fn a_description_above_the_target_is_refused_wherever_it_stands() {
    let described = |params| with_description(params, &Description::new());
    let attestation = Device::remote_attestation("TEE");
    let upper = [
        google("Droid CA2", "Google LLC"),
        google("Droid CA3", "Google LLC"),
    ];
    for index in 1..4 {
        let (mut attestation, mut upper) = (attestation.clone(), upper.clone());
        match index {
            1 => attestation = described(attestation),
            _ => upper[3 - index] = described(upper[3 - index].clone()),
        }
        let device = Device::issued(root(), upper.to_vec(), attestation, &Description::new());
        assert_eq!(refusal(&device), Error::DescriptionElsewhere { index });
    }
}

#[test]
fn target_and_attest_key_have_one_description_each() {
    let refused = |device: &Device| Judge::allowing_attest_keys().device(device).unwrap_err();
    for count in [0, 2] {
        let mut device = factory();
        device.target = params("target");
        let mut attest_key = params("attest");
        for _ in 0..count {
            device.target = with_description(device.target, &Description::new());
            attest_key = with_description(attest_key, &attest_only());
        }
        let index = 0;
        assert_eq!(refused(&device), Error::DescriptionMissing { index, count });
        let chain = device.chain();
        let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
        assert_eq!(
            inspect(&chain),
            Err(Error::DescriptionMissing { index, count })
        );
        let device = factory().with_attest_key(attest_key);
        let index = 1;
        assert_eq!(refused(&device), Error::DescriptionMissing { index, count });
    }
}

#[test]
fn a_critical_description_is_read_alike() {
    let mut device = factory();
    device.target.custom_extensions[0].set_criticality(true);
    assert!(Judge::new().device(&device).is_ok());
}

#[test]
fn every_serial_number_below_the_root_is_looked_up() {
    let device = remote();
    let facts = Judge::new().device(&device).unwrap().facts;
    let serials: Vec<String> = facts
        .certificates
        .iter()
        .map(|certificate| data_encoding::HEXUPPER.encode(&certificate.serial))
        .collect();
    assert_eq!(serials.len(), 4);
    let judged = |entries: &[(&str, &str)]| {
        let entries: Vec<String> = entries
            .iter()
            .map(|(serial, status)| format!(r#""{serial}":{{"status":"{status}"}}"#))
            .collect();
        let json = format!(r#"{{"entries":{{{}}}}}"#, entries.join(","));
        let mut judge = Judge::new();
        judge.status = Some(StatusList::parse(json.as_bytes()).unwrap());
        judge.device(&device).map_err(|error| error.reason())
    };
    assert!(judged(&[("abc", "REVOKED")]).is_ok());
    for serial in &serials {
        let revoked = judged(&[(serial, "REVOKED")]);
        assert_eq!(revoked.unwrap_err(), "android_cert_revoked");
        let suspended = judged(&[(serial, "SUSPENDED")]);
        assert_eq!(suspended.unwrap_err(), "android_cert_suspended");
    }
    let both = judged(&[(&serials[0], "SUSPENDED"), (&serials[3], "REVOKED")]);
    assert_eq!(both.unwrap_err(), "android_cert_revoked");
}

/// The certificate with the kind of its key renamed to one that nobody knows, signed anew.
fn with_unknown_key(certificate: &[u8], issuer: &Authority) -> Vec<u8> {
    const EC_PUBLIC_KEY: &[u8] = &[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    const ECDSA_WITH_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];
    let mut signed = Certificate::parse(certificate).unwrap().tbs.to_vec();
    let mut windows = signed.windows(EC_PUBLIC_KEY.len());
    let at = windows.position(|window| window == EC_PUBLIC_KEY).unwrap();
    signed[at + EC_PUBLIC_KEY.len() - 1] = 0x7f;
    let signature = [vec![0], issuer.sign(&signed)].concat();
    let algorithm = sequence(&[element(&[6], ECDSA_WITH_SHA384)]);
    sequence(&[signed, algorithm, element(&[3], &signature)])
}

#[test]
fn a_target_key_of_an_unknown_kind_is_accepted_and_stays_opaque() {
    let device = factory();
    let mut chain = device.chain();
    chain[0] = with_unknown_key(&chain[0], &device.attestation);
    let target = Certificate::parse(&chain[0]).unwrap();
    assert_eq!(target.spki.public_key(), None);
    let verified = Judge::new().chain(&chain, &device.root.anchors()).unwrap();
    assert_eq!(verified.facts.spki, target.spki.der);
    let possession = verify_possession(&verified.facts.spki, &[], &[0; 70]);
    assert_eq!(possession, Err(PossessionError::Unsupported));
}

#[test]
fn an_issuer_key_of_an_unknown_kind_signs_nothing() {
    let device = factory();
    let mut chain = device.chain();
    chain[1] = with_unknown_key(&chain[1], &device.upper[0]);
    let refused = Judge::new().chain(&chain, &device.root.anchors());
    let wrong = PathError::SignatureWrong { index: 0 };
    assert_eq!(refused, Err(Error::ChainInvalid(wrong)));
}
