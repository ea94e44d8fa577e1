//! Trust: T12, revocation.

use std::sync::Arc;

use touchstone_evidence::android_key::StatusList;
use touchstone_evidence::webauthn::FormatSetting;
use touchstone_evidence::webauthn::trust::Error;
use touchstone_evidence::x509::{Certificate, Crl as ReadCrl, Revocation};
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::Extension;
use touchstone_simulator::webauthn::mds::Crl;

use crate::trust_minted::{MODEL, Trial, ca, now};

pub const URL: &str = "http://crl.example/leaf.crl";
pub const HOUR_MS: i64 = 3_600_000;

/// A statement whose leaf names a list.
pub fn named(revocation: Revocation) -> Trial {
    let mut chain = ca().packed(MODEL.0, Algorithm::Es256);
    chain.leaf.serial = vec![0x42, 0x01];
    chain.leaf.put(Extension::crl_distribution_point(URL));
    let mut trial = Trial::of(&chain);
    trial.policy.revocation = revocation;
    trial
}

pub fn list(serials: &[&[u8]]) -> Crl {
    let at = now().unix_ms();
    Crl::new(ca().issuer(), at - HOUR_MS, at + HOUR_MS, serials)
}

pub fn with(revocation: Revocation, crl: &Crl) -> Trial {
    let mut trial = named(revocation);
    let crl = verified(crl, &trial.statement.x5c);
    trial.crls.insert(URL.to_owned(), crl);
    trial
}

/// The list as it is at hand: held against those who may have signed it.
pub fn verified(crl: &Crl, issuers: &[Vec<u8>]) -> Arc<ReadCrl> {
    let mut crl = ReadCrl::parse(&crl.der()).unwrap();
    for der in issuers {
        let issuer = Certificate::parse(der).unwrap();
        let _ = crl.verify(issuer.subject, &issuer.spki);
    }
    Arc::new(crl)
}

#[test]
fn a_revoked_certificate_is_refused_unless_lists_are_off() {
    let crl = list(&[&[1], &[0x42, 0x01]]);
    for revocation in [Revocation::Soft, Revocation::Hard] {
        let trial = with(revocation, &crl);
        assert_eq!(trial.judge().result, Err(Error::CertRevoked { index: 0 }));
    }
    assert_eq!(with(Revocation::Off, &crl).trust(), "trusted");
}

#[test]
fn a_list_that_is_not_at_hand_is_recorded_or_refused() {
    let soft = named(Revocation::Soft).judge();
    assert_eq!(
        (soft.trust().as_ref(), soft.facts.revocation_unknown),
        ("trusted", vec![0])
    );
    assert_eq!(named(Revocation::Hard).reason(), "revocation_unknown");
    let mut stale = list(&[]);
    stale.next_update_ms = Some(now().unix_ms() - 1_000);
    assert_eq!(
        with(Revocation::Hard, &stale).reason(),
        "revocation_unknown"
    );
    stale.next_update_ms = None;
    assert_eq!(
        with(Revocation::Hard, &stale).reason(),
        "revocation_unknown"
    );
    let current = with(Revocation::Hard, &list(&[&[1]])).judge();
    assert_eq!(current.trust(), "trusted");
    assert!(current.facts.revocation_unknown.is_empty());
}

#[test]
fn a_certificate_that_names_no_list_needs_none() {
    let mut trial = Trial::packed();
    trial.policy.revocation = Revocation::Hard;
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn a_list_that_was_not_verified_is_none() {
    let crl = list(&[&[0x42, 0x01]]);
    let mut trial = named(Revocation::Soft);
    trial.crls.insert(URL.to_owned(), verified(&crl, &[]));
    assert_eq!(trial.trust(), "trusted");
    trial.policy.revocation = Revocation::Hard;
    assert_eq!(trial.reason(), "revocation_unknown");
}

#[test]
fn lists_of_others_and_damaged_lists_are_none() {
    let mut stranger = list(&[&[0x42, 0x01]]);
    stranger.issuer = ca().stranger().issuer().clone();
    let mut damaged = list(&[&[0x42, 0x01]]);
    damaged.signature_flipped = true;
    let mut other_name = list(&[&[0x42, 0x01]]);
    other_name.issuer_name = Some(ca().root.name().clone());
    for crl in [stranger, damaged, other_name] {
        assert_eq!(with(Revocation::Soft, &crl).trust(), "trusted");
        assert_eq!(with(Revocation::Hard, &crl).reason(), "revocation_unknown");
    }
}

#[test]
fn lists_with_unknown_critical_extensions_are_not_read() {
    let mut crl = list(&[]);
    let delta = Extension::new(&[2, 5, 29, 27], &[2, 1, 1]);
    crl.extensions = vec![delta.clone()];
    assert!(ReadCrl::parse(&crl.der()).is_ok());
    crl.extensions = vec![delta.critical()];
    assert!(ReadCrl::parse(&crl.der()).is_err());
}

pub fn android(revocation: Revocation, list: Option<&str>) -> Trial {
    let mut chain = ca().packed(MODEL.0, Algorithm::Es256);
    chain.leaf.serial = vec![0xab, 0x01];
    let mut trial = Trial::of(&chain);
    trial.statement.setting = FormatSetting::AndroidKey;
    trial.policy.revocation = revocation;
    trial.status_list = list.map(|json| StatusList::parse(json.as_bytes()).unwrap());
    trial
}

#[test]
fn keys_that_google_withdrew_are_refused_by_serial_number() {
    for (status, serial) in [("REVOKED", "ab01"), ("SUSPENDED", "AB01")] {
        let json = format!(r#"{{"entries":{{"{serial}":{{"status":"{status}"}}}}}}"#);
        for revocation in [Revocation::Soft, Revocation::Hard] {
            assert_eq!(android(revocation, Some(&json)).reason(), "cert_revoked");
        }
        assert_eq!(android(Revocation::Off, Some(&json)).trust(), "trusted");
        let mut packed = android(Revocation::Soft, Some(&json));
        packed.statement.setting = FormatSetting::PackedFull;
        assert_eq!(packed.trust(), "trusted");
    }
}

#[test]
fn a_hard_judgement_of_android_keys_needs_googles_list() {
    assert_eq!(android(Revocation::Soft, None).trust(), "trusted");
    assert_eq!(
        android(Revocation::Hard, None).reason(),
        "revocation_unknown"
    );
    let empty = r#"{"entries":{}}"#;
    assert_eq!(android(Revocation::Hard, Some(empty)).trust(), "trusted");
}
