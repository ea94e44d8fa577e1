//! Is there a flaw for every check of key attestation, is each one really in the token, and is everything
//! made from the arguments alone?

use std::collections::BTreeSet;

use touchstone_simulator::android::{AndroidPhone, Flaw, GoogleCa, Provisioning, UnknownFlaw};

use crate::android_scene::{NONCE, PACKAGE, SIGNER, ca, factory, remote};
use crate::scene::{NOW_MS, cbor, sha256};

#[test]
fn every_check_of_the_phone_has_a_flaw() {
    let checks: BTreeSet<_> = Flaw::ALL.iter().map(|flaw| flaw.check()).collect();
    let mut expected: BTreeSet<_> = (1..=18).map(|number| format!("K{number}")).collect();
    expected.insert("T4".to_owned());
    assert_eq!(checks, expected.iter().map(String::as_str).collect());
}

#[test]
fn every_flaw_changes_the_token_and_no_two_alike() {
    for phone in [factory(), remote()] {
        let mut tokens = BTreeSet::from([phone.token(&NONCE, true, true, NOW_MS)]);
        for flaw in Flaw::ALL {
            let token = phone.flawed_token(*flaw, &NONCE, true, true, NOW_MS);
            cbor(&token);
            assert!(tokens.insert(token), "{flaw} of {phone:?}");
        }
    }
}

#[test]
fn every_flaw_is_found_again_by_its_name() {
    for flaw in Flaw::ALL {
        assert_eq!(flaw.to_string().parse(), Ok(*flaw));
        assert!(flaw.description().ends_with('.'), "{flaw}");
    }
    assert_eq!("K1".parse::<Flaw>(), Err(UnknownFlaw));
}

#[test]
fn a_flaw_brings_along_what_has_it() {
    for (flaw, chain, signature) in [
        (Flaw::Extended, true, false),
        (Flaw::SignatureFlipped, false, true),
    ] {
        let unasked = remote().flawed_token(flaw, &NONCE, false, false, NOW_MS);
        assert_eq!(
            unasked,
            remote().flawed_token(flaw, &NONCE, chain, signature, NOW_MS)
        );
    }
}

#[test]
fn the_status_list_has_the_serials_of_its_two_flaws() {
    let list: serde_json::Value = serde_json::from_str(&ca().status_list()).unwrap();
    for (flaw, status) in [(Flaw::Revoked, "REVOKED"), (Flaw::Suspended, "SUSPENDED")] {
        let chain = factory().flawed_chain(flaw, &NONCE, NOW_MS);
        let certificate = crate::x509::Certificate::parse(&chain[1]);
        let serial = data_encoding::HEXLOWER.encode(certificate.serial());
        let entry = &list["entries"][serial.trim_start_matches('0')];
        assert_eq!(entry["status"], status, "{serial}");
    }
}

#[test]
fn the_software_root_of_the_flaw_is_the_one_that_nobody_may_trust() {
    let chain = factory().flawed_chain(Flaw::SoftwareRoot, &NONCE, NOW_MS);
    let root = crate::x509::Certificate::parse(chain.last().unwrap());
    let known = "d5100c7942ef2e8310dc30ef82729680cf48d690735c3f68179a33c7c370f286";
    assert_eq!(
        data_encoding::HEXLOWER.encode(&sha256(&[root.spki()])),
        known
    );
    assert_eq!(root.issuer(), root.subject());
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    assert_eq!(ca().roots_pem(), ca().roots_pem());
    for phone in [factory, remote] {
        let token = || phone().token(&NONCE, true, true, NOW_MS);
        assert_eq!(token(), token());
    }
}

#[test]
fn other_seeds_give_other_keys() {
    let level = factory().level();
    let of = |ca: &GoogleCa, seed| {
        AndroidPhone::new(ca, seed, PACKAGE, SIGNER, Provisioning::Factory, level)
    };
    assert_ne!(of(&ca(), [2; 32]).key_id(), of(&ca(), [3; 32]).key_id());
    assert_ne!(GoogleCa::new([9; 32]).roots_pem(), ca().roots_pem());
}

#[test]
fn any_moment_and_any_length_of_challenge_can_be_attested() {
    for now_ms in [i64::MIN, -1, 0, i64::MAX] {
        for challenge in [&[][..], &[7; 20], &[7; 200]] {
            for phone in [factory(), remote()] {
                assert!(!phone.token(challenge, true, true, now_ms).is_empty());
            }
        }
    }
}

#[test]
fn what_is_printed_for_debugging_shows_no_key() {
    let printed = format!("{:?} {:?}", ca(), factory());
    let expected = "GoogleCa { .. } AndroidPhone { package: \"com.example.app\", \
                    provisioning: Factory, level: Tee, .. }";
    assert_eq!(printed, expected);
}
