//! Trust: what is judged again, and how much is known of what nothing speaks against.

use touchstone_evidence::webauthn::trust::{AttestationMode, Cleared, Error};
use touchstone_evidence::webauthn::{AttestationType, FormatSetting};
use touchstone_evidence::x509::{Anchors, Revocation};
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::Extension;
use touchstone_simulator::webauthn::mds::Crl;

use crate::trust_minted::{MODEL, Trial, ca, now};
use crate::trust_revoked::{HOUR_MS, URL, android, list, named, verified, with};

const NO_REPORTS: Cleared = Cleared {
    status: false,
    revocation: true,
};
const NO_LISTS: Cleared = Cleared {
    status: true,
    revocation: false,
};
const EMPTY: &str = r#"{"entries":{}}"#;

#[test]
fn a_revoked_certificate_is_found_again() {
    let crl = list(&[&[0x42, 0x01]]);
    for revocation in [Revocation::Soft, Revocation::Hard] {
        let trial = with(revocation, &crl);
        assert_eq!(trial.judge_again(), Err(Error::CertRevoked { index: 0 }));
    }
}

#[test]
fn what_was_judged_at_registration_is_not_judged_again() {
    let mut trial = Trial::packed();
    trial.now = "2060-01-01T00:00:00Z".parse().unwrap();
    trial.key_algorithm = -8;
    assert!(trial.judge().result.is_err());
    assert_eq!(trial.judge_again(), Ok(Cleared::ALL));
}

#[test]
fn a_denied_model_is_found_again_in_every_mode() {
    let mut trial = Trial::packed();
    trial.policy.aaguid_deny = vec![MODEL];
    trial.policy.mode = AttestationMode::Disabled;
    assert_eq!(trial.judge_again(), Err(Error::AaguidDenied));
    trial.statement.attestation_type = AttestationType::None;
    assert_eq!(trial.judge_again(), Err(Error::AaguidDenied));
}

#[test]
fn without_attestation_only_the_model_is_judged_again() {
    let mut trial = android(Revocation::Hard, None);
    assert_eq!(trial.judge_again().unwrap_err().check(), "T12");
    trial.statement.attestation_type = AttestationType::None;
    assert_eq!(trial.judge_again(), Ok(Cleared::ALL));
}

#[test]
fn where_nothing_is_judged_nothing_is_known() {
    let mut trial = Trial::packed();
    trial.policy.mode = AttestationMode::Disabled;
    assert_eq!(trial.judge_again(), Ok(Cleared::NONE));
}

#[test]
fn without_an_entry_nothing_is_known_of_reports() {
    let mut trial = Trial::packed();
    assert_eq!(trial.judge_again(), Ok(Cleared::ALL));
    trial.metadata = None;
    assert_eq!(trial.judge_again(), Ok(NO_REPORTS));
    trial.policy.status.undesired.clear();
    assert_eq!(
        trial.judge_again(),
        Ok(Cleared::ALL),
        "nothing is asked of them"
    );
    let mut own = Trial::self_attested();
    assert_eq!(own.judge_again(), Ok(Cleared::ALL));
    own.metadata = None;
    assert_eq!(own.judge_again(), Ok(NO_REPORTS));
}

#[test]
fn a_certification_that_is_asked_for_is_missed_in_an_entry_only() {
    let mut trial = Trial::packed();
    trial.policy.status.required = vec!["FIDO_CERTIFIED_L3".to_owned()];
    assert_eq!(trial.judge_again().unwrap_err().check(), "T7");
    trial.metadata = None;
    assert_eq!(trial.judge_again(), Ok(NO_REPORTS));
}

#[test]
fn of_a_model_of_which_nothing_is_known_no_lists_are_asked() {
    let mut trial = named(Revocation::Hard);
    assert_eq!(trial.judge_again().unwrap_err().check(), "T12");
    trial.metadata = None;
    assert_eq!(trial.judge_again(), Ok(Cleared::NONE));
}

#[test]
fn that_a_key_is_revoked_outlives_what_is_said_of_its_model() {
    let mut trial = with(Revocation::Soft, &list(&[&[0x42, 0x01]]));
    trial.policy.status.required = vec!["FIDO_CERTIFIED_L3".to_owned()];
    assert_eq!(trial.judge_again(), Err(Error::CertRevoked { index: 0 }));
}

#[test]
fn a_chain_that_is_not_at_hand_says_nothing_of_revocation() {
    let mut trial = Trial::packed();
    trial.statement.x5c.clear();
    assert_eq!(trial.judge_again(), Ok(NO_LISTS));
}

#[test]
fn without_a_current_list_of_each_certificate_nothing_is_known_of_revocation() {
    assert_eq!(named(Revocation::Soft).judge_again(), Ok(NO_LISTS));
    assert_eq!(
        with(Revocation::Soft, &list(&[])).judge_again(),
        Ok(Cleared::ALL)
    );
    let mut stale = list(&[]);
    stale.next_update_ms = Some(now().unix_ms() - 1_000);
    assert_eq!(with(Revocation::Soft, &stale).judge_again(), Ok(NO_LISTS));
    assert_eq!(
        named(Revocation::Off).judge_again(),
        Ok(Cleared::ALL),
        "nobody asks"
    );
}

#[test]
fn without_googles_list_nothing_is_known_of_android_keys() {
    assert_eq!(android(Revocation::Soft, None).judge_again(), Ok(NO_LISTS));
    let listed = android(Revocation::Soft, Some(EMPTY));
    assert_eq!(listed.judge_again(), Ok(Cleared::ALL));
    assert_eq!(
        android(Revocation::Off, None).judge_again(),
        Ok(Cleared::ALL)
    );
    let mut older = named(Revocation::Hard);
    older.statement.setting = FormatSetting::AndroidKey;
    older.status_list = listed.status_list;
    assert_eq!(
        older.judge_again(),
        Ok(Cleared::ALL),
        "it takes the place of the list that the certificate names"
    );
}

#[test]
fn a_list_is_judged_again_by_the_anchors_that_are_still_known() {
    let mut chain = ca().packed(MODEL.0, Algorithm::Es256);
    chain.leaf.put(Extension::crl_distribution_point(URL));
    chain.leaf.serial = vec![0x42, 0x01];
    chain.ca.intermediates.clear();
    let mut trial = Trial::of(&chain);
    let at = now().unix_ms();
    let crl = Crl::new(&ca().root, at - HOUR_MS, at + HOUR_MS, &[&[0x42, 0x01]]);
    let crl = verified(&crl, &[ca().root_der()]);
    trial.crls.insert(URL.to_owned(), crl);
    assert_eq!(trial.judge_again(), Err(Error::CertRevoked { index: 0 }));
    trial.metadata = None;
    assert_eq!(trial.judge_again(), Ok(Cleared::NONE));
    trial.configured = Some(Anchors::from_der(&[ca().root_der()]).unwrap());
    assert_eq!(trial.judge_again(), Err(Error::CertRevoked { index: 0 }));
}

#[test]
fn of_two_statements_is_known_what_is_known_of_both() {
    assert_eq!(Cleared::ALL.and(NO_LISTS), NO_LISTS);
    assert_eq!(NO_REPORTS.and(NO_LISTS), Cleared::NONE);
}
