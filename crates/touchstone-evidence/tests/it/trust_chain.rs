//! Trust: T8 to T11, whether certificates lead to an anchor; every flaw of simulated chains.

use touchstone_evidence::webauthn::trust::{AnchorSource, Permission};
use touchstone_evidence::webauthn::{Aaguid, FormatSetting};
use touchstone_evidence::x509::Anchors;
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{
    AttestationCa, AuthorityKey, CertificateFlaw, CertificateSignature, Extension,
};
use touchstone_simulator::webauthn::mds::MetadataEntry;

use crate::trust_minted::{MODEL, Trial, ca, statement, written_otherwise};

#[test]
fn every_flaw_of_a_chain_is_found_by_its_check() {
    let chain = ca().packed(MODEL.0, Algorithm::Es256);
    let of_trust = |flaw: &&CertificateFlaw| flaw.check().starts_with('T');
    let mut found = 0;
    for flaw in CertificateFlaw::ALL.iter().filter(of_trust) {
        let mut trial = Trial::packed();
        trial.statement.x5c = chain.flawed(*flaw, trial.now.unix_ms()).x5c();
        let judgement = trial.judge();
        let error = judgement.result.expect_err(flaw.name());
        assert_eq!(error.reason(), flaw.expected_reason(), "{flaw}");
        assert_eq!(error.check(), flaw.check(), "{flaw}");
        assert_eq!(judgement.made.last(), Some(&flaw.check()), "{flaw}");
        found += 1;
    }
    assert!(found >= 19, "{found}");
}

#[test]
fn authorities_of_every_kind_issue() {
    use AuthorityKey::{Ed25519, MlDsa65, P256, P384, Rsa};
    for kind in [P256, P384, Ed25519, Rsa, MlDsa65] {
        let ca = AttestationCa::with_keys([4; 32], kind, &[kind]);
        let mut trial = Trial::of(&ca.packed(MODEL.0, Algorithm::Es256));
        trial.metadata = Some(MetadataEntry::new(MODEL.0, "a model", &ca.root_der()));
        assert_eq!(trial.trust(), "trusted", "{kind:?}");
    }
}

/// A model whose leaf is signed by an RSA key in this way.
fn signed(signature: CertificateSignature) -> Trial {
    let ca = AttestationCa::with_keys([4; 32], AuthorityKey::Rsa, &[]);
    let mut chain = ca.packed(MODEL.0, Algorithm::Es256);
    chain.leaf.signature = signature;
    let mut trial = Trial::of(&chain);
    trial.metadata = Some(MetadataEntry::new(MODEL.0, "a model", &ca.root_der()));
    trial
}

#[test]
fn sha1_is_accepted_only_where_it_is_allowed() {
    let mut trial = signed(CertificateSignature::Sha1);
    assert_eq!(trial.reason(), "cert_signature_weak");
    trial.policy.sha1_certificates = Permission::Allow;
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn pss_is_read_with_its_parameters() {
    assert_eq!(signed(CertificateSignature::PssSha256).trust(), "trusted");
}

#[test]
fn the_one_certificate_may_be_the_anchor_itself() {
    let chain = ca().packed(MODEL.0, Algorithm::Es256);
    let mut trial = Trial::of(&chain);
    trial.statement.x5c = vec![chain.leaf_der()];
    assert_eq!(trial.reason(), "chain_untrusted");
    trial.metadata = Some(MetadataEntry::new(MODEL.0, "a batch", &chain.leaf_der()));
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn the_one_certificate_is_the_anchor_itself_not_another_with_its_name_and_key() {
    let chain = ca().packed(MODEL.0, Algorithm::Es256);
    let mut forged = chain.clone();
    forged.leaf.serial = vec![1, 2, 3];
    forged.leaf.put(Extension::firmware_version(9));
    forged.leaf_signature_flipped = true;
    let mut trial = Trial::of(&forged);
    trial.statement.x5c = vec![forged.leaf_der()];
    trial.metadata = Some(MetadataEntry::new(MODEL.0, "a batch", &chain.leaf_der()));
    assert_eq!(trial.reason(), "chain_untrusted");
    // With what it is signed counts, though nobody asks whether it is.
    forged.leaf.signature = CertificateSignature::Sha1;
    trial.statement.x5c = vec![forged.leaf_der()];
    assert_eq!(trial.reason(), "cert_signature_weak");
    trial.statement.x5c = vec![written_otherwise(&chain.leaf_der())];
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn the_one_certificate_with_the_name_and_key_of_an_anchor_may_be_issued_by_another() {
    let chain = ca().packed(MODEL.0, Algorithm::Es256);
    let mut renewed = chain.clone();
    renewed.leaf.serial = vec![1, 2, 3];
    let mut trial = Trial::of(&renewed);
    trial.statement.x5c = vec![renewed.leaf_der()];
    let mut metadata = MetadataEntry::new(MODEL.0, "a batch", &chain.leaf_der());
    metadata.roots.extend(ca().intermediates_der());
    trial.metadata = Some(metadata);
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn the_carrier_of_an_anchor_that_is_no_authority_cannot_say_that_it_is_one() {
    let mut batch = ca();
    let nobody = Extension::basic_constraints(false, None);
    batch.intermediates[0].profile.put(nobody);
    let mut trial = Trial::packed();
    let anchor = batch.intermediates_der().remove(0);
    trial.metadata = Some(MetadataEntry::new(MODEL.0, "a batch", &anchor));
    assert_eq!(trial.reason(), "chain_untrusted");
}

#[test]
fn an_anchor_that_is_sent_along_is_known_by_what_it_says() {
    let mut chain = ca().packed(MODEL.0, Algorithm::Es256);
    chain.extra = vec![written_otherwise(&ca().root_der())];
    assert_eq!(Trial::of(&chain).reason(), "x5c_contains_anchor");
}

#[test]
fn an_intermediate_may_be_the_anchor_whether_it_is_sent_or_not() {
    let mut trial = Trial::packed();
    let [leaf, intermediate] = trial.statement.x5c.clone().try_into().unwrap();
    trial.metadata = Some(MetadataEntry::new(MODEL.0, "a model", &intermediate));
    assert_eq!(trial.trust(), "trusted");
    trial.statement.x5c = vec![leaf];
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn an_anchor_that_is_no_authority_vouches_for_nobody_else() {
    let mut batch = ca();
    let authority = Extension::basic_constraints(true, None);
    let nobody = Extension::basic_constraints(false, None);
    for (constraints, trust) in [
        (authority, "trusted"),
        (nobody, "untrusted:chain_untrusted"),
    ] {
        batch.intermediates[0].profile.put(constraints);
        let mut trial = Trial::of(&batch.packed(MODEL.0, Algorithm::Es256));
        trial.statement.x5c.truncate(1);
        let anchor = batch.intermediates_der().remove(0);
        trial.metadata = Some(MetadataEntry::new(MODEL.0, "a batch", &anchor));
        assert_eq!(trial.trust(), trust);
    }
}

#[test]
fn the_dates_of_an_anchor_are_not_read() {
    let mut old = ca();
    old.root.profile.not_after_ms = old.root.profile.not_before_ms;
    let mut trial = Trial::packed();
    trial.metadata = Some(MetadataEntry::new(MODEL.0, "a model", &old.root_der()));
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn metadata_without_a_usable_anchor_trusts_nobody() {
    let mut trial = Trial::packed();
    trial.metadata.as_mut().unwrap().roots = vec![b"no certificate".to_vec()];
    assert_eq!(trial.reason(), "no_trust_anchor");
    trial.metadata.as_mut().unwrap().roots.clear();
    assert_eq!(trial.reason(), "no_trust_anchor");
    trial.metadata.as_mut().unwrap().roots = vec![vec![0x30, 0], ca().root_der()];
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn an_anchor_may_be_sent_along_where_that_is_allowed_and_by_other_formats() {
    let mut chain = ca().packed(MODEL.0, Algorithm::Es256);
    chain.root_included = true;
    let mut trial = Trial::of(&chain);
    assert_eq!(trial.reason(), "x5c_contains_anchor");
    trial.policy.x5c_contains_anchor = Permission::Allow;
    assert_eq!(trial.trust(), "trusted");
    trial.policy.x5c_contains_anchor = Permission::Refuse;
    for (setting, is_refused) in [
        (FormatSetting::Tpm, true),
        (FormatSetting::AndroidKey, false),
    ] {
        trial.statement = statement(setting, trial.statement.x5c);
        assert_eq!(trial.judge().result.is_err(), is_refused);
    }
}

#[test]
fn a_listed_model_is_proven_by_its_metadata_or_by_its_leaf() {
    let trial = Trial::packed().listed();
    assert_eq!(trial.trust(), "trusted");
    let mut elsewhere = Trial::packed().listed();
    elsewhere.metadata = None;
    elsewhere.configured = Some(Anchors::from_der(&[ca().root_der()]).unwrap());
    let error = elsewhere.judge().result.unwrap_err();
    assert_eq!((error.check(), error.reason()), ("T11", "aaguid_unproven"));
    elsewhere.statement.aaguid_in_leaf = true;
    let judgement = elsewhere.judge();
    assert_eq!(judgement.trust(), "trusted");
    assert_eq!(
        judgement.facts.anchor.unwrap().source,
        AnchorSource::Configured
    );
    elsewhere.statement.aaguid_in_leaf = false;
    elsewhere.policy.require_proof = false;
    assert_eq!(elsewhere.trust(), "trusted");
}

#[test]
fn a_u2f_token_proves_no_model() {
    let chain = ca().fido_u2f();
    let mut trial = Trial::of(&chain);
    trial.statement.setting = FormatSetting::FidoU2f;
    trial.metadata = Some(MetadataEntry::u2f(
        &[chain.key_id()],
        "a token",
        &ca().root_der(),
    ));
    let mut claimed = trial.listed();
    assert_eq!(claimed.reason(), "aaguid_unproven");
    claimed.aaguid = Aaguid::ZERO;
    assert_eq!(claimed.listed().trust(), "trusted");
}
