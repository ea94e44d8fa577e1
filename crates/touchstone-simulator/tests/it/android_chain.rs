//! Do chains lead from the attested key to a root, in the shapes of spec/mobile.md 4.7?

use touchstone_simulator::android::{Provisioning, Root, SecurityLevel, TargetKey};

use crate::android_scene::{NONCE, ca, certificates, factory, phone, remote};
use crate::ber;
use crate::scene::{NOW_MS, bytes, cbor, member, p256_verifies, sha256};
use crate::x509::Certificate;

/// 1.3.6.1.4.1.11129.2.1.17 and .30.
const KEY_DESCRIPTION: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 1, 17];
const PROVISIONING_INFO: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 1, 30];

#[test]
fn every_certificate_is_signed_by_the_next_up_to_both_roots() {
    let roots = Certificate::parse_pem(&ca().roots_pem());
    assert_eq!(roots.len(), 2);
    for provisioning in [Provisioning::Factory, Provisioning::Remote] {
        for (root, kind) in roots.iter().zip([Root::Rsa4096, Root::P384]) {
            for level in [SecurityLevel::Tee, SecurityLevel::StrongBox] {
                let mut phone = phone(provisioning, level);
                phone.root = kind;
                let chain = certificates(&phone);
                for pair in chain.windows(2) {
                    assert!(pair[0].is_signed_by(&pair[1]), "{phone:?} {kind:?}");
                }
                let last = chain.last().unwrap();
                assert!(last.is_signed_by(root), "{phone:?} {kind:?}");
                assert_eq!(last.spki(), root.spki());
            }
        }
    }
}

#[test]
fn a_factory_chain_has_three_certificates_below_the_root() {
    let names: Vec<_> = certificates(&factory())[1..3]
        .iter()
        .map(Certificate::subject_texts)
        .collect();
    assert_eq!(certificates(&factory()).len(), 4);
    for name in names {
        assert_eq!(name[0], "TEE");
        assert_eq!(name[1].len(), 16);
    }
}

#[test]
fn a_remote_chain_has_four_certificates_below_the_root() {
    let chain = certificates(&remote());
    assert_eq!(chain.len(), 5);
    assert_eq!(chain[1].subject_texts()[1], "TEE");
    assert_eq!(chain[2].subject_texts(), ["Droid CA3", "Google LLC"]);
    assert_eq!(chain[3].subject_texts(), ["Droid CA2", "Google LLC"]);
    assert_eq!(chain[1].extension(PROVISIONING_INFO).unwrap(), [0xa1, 1, 8]);
}

#[test]
fn certificates_of_a_strong_box_name_it() {
    let factory = certificates(&phone(Provisioning::Factory, SecurityLevel::StrongBox));
    assert_eq!(factory[1].subject_texts()[0], "StrongBox");
    assert_eq!(factory[2].subject_texts()[0], "StrongBox");
    let remote = certificates(&phone(Provisioning::Remote, SecurityLevel::StrongBox));
    assert_eq!(remote[1].subject_texts()[1], "StrongBox");
}

#[test]
fn the_root_can_be_omitted() {
    let mut phone = factory();
    phone.root_included = false;
    assert_eq!(certificates(&phone).len(), 3);
}

#[test]
fn an_attest_key_stands_between_target_and_attestation_certificate() {
    let mut phone = factory();
    phone.attest_key = true;
    let chain = certificates(&phone);
    assert_eq!(chain.len(), 5);
    assert!(chain[0].is_signed_by(&chain[1]) && chain[1].is_signed_by(&chain[2]));
    let described: Vec<bool> = chain
        .iter()
        .map(|one| one.extension(KEY_DESCRIPTION).is_some())
        .collect();
    assert_eq!(described, [true, true, false, false, false]);
    let purpose = ber::parse(&chain[1].extension(KEY_DESCRIPTION).unwrap());
    assert_eq!(purpose.at(&[7, 0, 0]).content, [2, 1, 7]);
}

#[test]
fn the_serials_are_those_of_the_chain_without_root() {
    for phone in [factory(), remote()] {
        let chain = certificates(&phone);
        let strip = |serial: &[u8]| -> Vec<u8> {
            serial
                .iter()
                .copied()
                .skip_while(|byte| *byte == 0)
                .collect()
        };
        let read: Vec<Vec<u8>> = chain.iter().map(|one| strip(one.serial())).collect();
        assert_eq!(phone.serials(), read[..read.len() - 1]);
    }
}

#[test]
fn the_description_binds_challenge_and_app() {
    let description = certificates(&remote())[0]
        .extension(KEY_DESCRIPTION)
        .unwrap();
    let description = ber::parse(&description);
    assert_eq!(description.children.len(), 8);
    assert_eq!(description.children[4].content, NONCE);
    let id = ber::parse(&description.at(&[6, 1, 0]).content);
    assert_eq!(id.at(&[0, 0, 0]).content, b"com.example.app");
    assert_eq!(id.at(&[1, 0]).content, [7; 32]);
}

#[test]
fn the_description_has_every_tag_of_a_real_one() {
    let real = touchstone_testkit::vectors_dir().join("android_key/pixel8a_tee_ec_rkp/chain.pem");
    let real = Certificate::parse_pem(&std::fs::read_to_string(real).unwrap());
    let outline = |certificate: &Certificate| -> Vec<Vec<u8>> {
        let description = ber::parse(&certificate.extension(KEY_DESCRIPTION).unwrap());
        let elements = description.children.iter();
        let hardware = description.children[7].children.iter();
        elements
            .chain(hardware)
            .map(|one| one.tag.clone())
            .collect()
    };
    let simulated = outline(&certificates(&remote())[0]);
    for tag in outline(&real[0]) {
        assert!(simulated.contains(&tag), "tag {tag:02x?}");
    }
}

#[test]
fn a_token_carries_chain_and_signature_as_asked() {
    for (with_chain, with_signature, members) in
        [(true, true, 3), (true, false, 2), (false, true, 2)]
    {
        let token = remote().token(&NONCE, with_chain, with_signature, NOW_MS);
        let envelope = cbor(&token);
        let service = member(member(&envelope, "device"), "service");
        assert_eq!(service.as_text(), Some("android-key"));
        let token = member(&envelope, "token");
        assert_eq!(bytes(token, "keyId"), remote().key_id());
        assert_eq!(token.as_map().unwrap().len(), members);
    }
}

#[test]
fn the_signature_proves_possession_of_the_target() {
    let phone = remote();
    let target = &certificates(&phone)[0];
    let message = sha256(&[b"touchstone-android-key-v1\0", &NONCE]);
    assert!(p256_verifies(
        target.public_key(),
        &message,
        &phone.sign(&NONCE)
    ));
}

#[test]
fn a_target_may_be_rsa() {
    use rsa::pkcs1::DecodeRsaPublicKey;

    let mut phone = factory();
    phone.target = TargetKey::Rsa;
    let target = &certificates(&phone)[0];
    let key = rsa::RsaPublicKey::from_pkcs1_der(target.public_key()).unwrap();
    let digest = sha256(&[b"touchstone-android-key-v1\0", &NONCE]);
    let padding = rsa::Pkcs1v15Sign::new::<sha2::Sha256>();
    key.verify(padding, &digest, &phone.sign(&NONCE)).unwrap();
}

#[test]
fn a_target_may_be_ml_dsa() {
    let mut phone = factory();
    phone.target = TargetKey::MlDsa65;
    let chain = certificates(&phone);
    assert_eq!(chain[0].public_key().len(), 1_952);
    assert_eq!(chain[0].spki(), phone.spki());
    assert!(chain[0].is_signed_by(&chain[1]));
}
