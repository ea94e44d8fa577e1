//! Is there a flaw for every check, is each one really in the token, and can each be named?

use std::collections::BTreeSet;

use touchstone_simulator::apple::{
    AssertionFlaw, AttestationFlaw, ClientDataProfile, Environment, Flaw, Iphone, ReceiptFlaw,
    UnknownFlaw,
};

use crate::scene::{APP_ID, CLIENT_DATA_HASH, NOW_MS, ca, iphone};

const NONCE: [u8; 32] = [3; 32];
const PROFILE: ClientDataProfile = ClientDataProfile::CborArray;

/// Every check that a device can fail by itself.
const CHECKS: [&str; 28] = [
    "A1", "A10", "A11", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "B1", "B4", "B5", "B6",
    "B7", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "T1", "T2", "T3", "T4",
];

#[test]
fn every_check_of_the_device_has_a_flaw() {
    let checks: BTreeSet<_> = Flaw::all().map(Flaw::check).collect();
    assert_eq!(checks, BTreeSet::from(CHECKS));
}

#[test]
fn every_flaw_changes_the_token() {
    let iphone = iphone();
    let right = iphone.clone().token(&NONCE, PROFILE, true, NOW_MS);
    for flaw in Flaw::all() {
        let flawed = iphone
            .clone()
            .flawed_token(flaw, &NONCE, PROFILE, true, NOW_MS);
        assert_ne!(flawed, right, "{flaw}");
    }
}

#[test]
fn no_two_flaws_give_the_same_token() {
    let mut iphone = iphone();
    iphone.assert(&CLIENT_DATA_HASH);
    let tokens: BTreeSet<_> = Flaw::all()
        .map(|flaw| {
            iphone
                .clone()
                .flawed_token(flaw, &NONCE, PROFILE, true, NOW_MS)
        })
        .collect();
    assert_eq!(tokens.len(), Flaw::all().count());
}

#[test]
fn every_flaw_is_found_again_by_its_name() {
    for flaw in Flaw::all() {
        assert_eq!(flaw.to_string().parse(), Ok(flaw));
        assert!(flaw.description().ends_with('.'), "{flaw}");
    }
}

#[test]
fn a_name_of_no_flaw_is_refused() {
    for name in [
        "",
        "attestation",
        "attestation.",
        "nonce_other",
        "Attestation.nonce_other",
    ] {
        assert_eq!(name.parse::<Flaw>(), Err(UnknownFlaw), "{name}");
    }
}

#[test]
fn a_flaw_of_the_attestation_brings_one_along() {
    let flaw = Flaw::Receipt(ReceiptFlaw::Stale);
    let asked = iphone().flawed_token(flaw, &NONCE, PROFILE, true, NOW_MS);
    let unasked = iphone().flawed_token(flaw, &NONCE, PROFILE, false, NOW_MS);
    assert_eq!(asked, unasked);
}

#[test]
fn every_flaw_can_be_had_without_the_envelope() {
    let iphone = iphone();
    for flaw in AttestationFlaw::ALL {
        let attestation = iphone.flawed_attestation(*flaw, &CLIENT_DATA_HASH, NOW_MS);
        assert_ne!(
            attestation,
            iphone.attest(&CLIENT_DATA_HASH, NOW_MS),
            "{flaw:?}"
        );
    }
    for flaw in ReceiptFlaw::ALL {
        let receipt = iphone.flawed_receipt(*flaw, &CLIENT_DATA_HASH, NOW_MS);
        assert_ne!(
            receipt,
            iphone.receipt(&CLIENT_DATA_HASH, NOW_MS),
            "{flaw:?}"
        );
    }
    for flaw in AssertionFlaw::ALL {
        let flawed = iphone.clone().flawed_assertion(*flaw, &CLIENT_DATA_HASH);
        assert_ne!(flawed, iphone.clone().assert(&CLIENT_DATA_HASH), "{flaw:?}");
    }
}

#[test]
fn a_development_iphone_makes_the_other_environment_production() {
    let iphone = Iphone::new(&ca(), [2; 32], APP_ID, Environment::Development);
    let production = Iphone::new(&ca(), [2; 32], APP_ID, Environment::Production);
    let flawed =
        iphone.flawed_attestation(AttestationFlaw::EnvironmentOther, &CLIENT_DATA_HASH, NOW_MS);
    let aaguid = b"appattest\0\0\0\0\0\0\0";
    assert!(flawed.windows(16).any(|part| part == aaguid));
    assert_ne!(flawed, production.attest(&CLIENT_DATA_HASH, NOW_MS));
}
