//! Trust: T4 to T7, what is known about an authenticator.

use touchstone_evidence::webauthn::metadata::StatusScope;
use touchstone_evidence::webauthn::trust::{
    AnchorSource, AttestationMode, BuiltInAnchors, CHECKS, Cleared, Outcome, UnknownAuthenticator,
};
use touchstone_evidence::webauthn::{Aaguid, AttestationType, Format, FormatSetting};
use touchstone_evidence::x509::Anchors;
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{AttestationCa, Extension};
use touchstone_simulator::webauthn::mds::{MetadataEntry, StatusReport};

use crate::trust_minted::{MODEL, Trial, ca, written_otherwise};

fn anchors(ca: &AttestationCa) -> Option<Anchors> {
    Some(Anchors::from_der(&[ca.root_der()]).unwrap())
}

fn accepting(mut trial: Trial) -> Trial {
    trial.policy.unknown_authenticator = UnknownAuthenticator::Accept;
    trial
}

#[test]
fn a_right_statement_is_trusted_after_every_check() {
    let judgement = Trial::packed().judge();
    assert_eq!(judgement.result, Ok(Outcome::Trusted));
    let made: Vec<_> = CHECKS.iter().skip(3).map(|(check, _)| *check).collect();
    assert_eq!(judgement.made, made);
    assert_eq!(judgement.facts.anchor.unwrap().source, AnchorSource::Entry);
    assert!(judgement.facts.revocation_unknown.is_empty());
}

#[test]
fn what_cannot_or_shall_not_be_judged_is_not() {
    let mut none = Trial::packed();
    none.statement.attestation_type = AttestationType::None;
    assert_eq!((none.trust().as_str(), none.judge().made), ("none", vec![]));
    let mut disabled = Trial::packed();
    disabled.policy.mode = AttestationMode::Disabled;
    disabled.statement.x5c.clear();
    assert_eq!(
        (disabled.trust().as_str(), disabled.judge().made),
        ("not_evaluated", vec![])
    );
}

#[test]
fn monitoring_judges_as_enforcing_does() {
    let mut trial = Trial::packed();
    trial.policy.mode = AttestationMode::Monitor;
    assert_eq!(trial.trust(), "trusted");
    trial.metadata = None;
    assert_eq!(trial.trust(), "untrusted:metadata_entry_missing");
}

#[test]
fn an_unknown_model_is_refused_or_uncertain() {
    let mut trial = Trial::packed();
    trial.metadata = None;
    let judgement = trial.judge();
    assert_eq!(judgement.made, ["T4"]);
    assert_eq!(judgement.result.unwrap_err().check(), "T4");
    assert_eq!(accepting(trial).trust(), "uncertain");
}

#[test]
fn an_unknown_model_is_not_proven_to_be_of_a_list() {
    let mut trial = Trial::packed().listed();
    trial.metadata = None;
    assert_eq!(trial.reason(), "metadata_entry_missing");
    let mut trial = accepting(trial);
    let error = trial.judge().result.unwrap_err();
    assert_eq!((error.check(), error.reason()), ("T4", "aaguid_unproven"));
    trial.policy.require_proof = false;
    assert_eq!(trial.trust(), "uncertain");
}

#[test]
fn configured_anchors_stand_in_for_metadata_and_beside_it() {
    let mut trial = Trial::packed();
    trial.metadata = None;
    trial.configured = anchors(&ca());
    let judgement = trial.judge();
    assert_eq!(judgement.result, Ok(Outcome::Trusted));
    assert_eq!(
        judgement.facts.anchor.unwrap().source,
        AnchorSource::Configured
    );
    let mut beside = Trial::packed();
    let strange = AttestationCa::new([2; 32]).root_der();
    beside.metadata = Some(MetadataEntry::new(MODEL.0, "a model", &strange));
    assert_eq!(beside.reason(), "chain_untrusted");
    beside.configured = anchors(&ca());
    assert_eq!(beside.trust(), "trusted");
}

#[test]
fn built_in_anchors_say_nothing_about_a_model_with_metadata_of_another_maker() {
    let mut trial = Trial::unknown(FormatSetting::AndroidKey);
    trial.built_in = anchors(&ca());
    let judgement = trial.judge();
    assert_eq!(
        judgement.facts.anchor.unwrap().source,
        AnchorSource::BuiltIn
    );
    let other = AttestationCa::new([2; 32]).root_der();
    let mut metadata = MetadataEntry::new(MODEL.0, "of another maker", &other);
    trial.metadata = Some(metadata.clone());
    assert_eq!(trial.reason(), "chain_untrusted");
    // The metadata names one of several built-in anchors: then the others count too.
    let shared = AttestationCa::new([3; 32]).root_der();
    trial.built_in = Some(Anchors::from_der(&[shared.clone(), ca().root_der()]).unwrap());
    metadata.roots = vec![shared];
    trial.metadata = Some(metadata);
    assert_eq!(trial.trust(), "trusted");
}

#[test]
fn anchors_do_not_vouch_for_a_key_that_vouches_for_itself() {
    let mut trial = Trial::self_attested();
    assert_eq!(trial.trust(), "self");
    trial.metadata = None;
    trial.configured = anchors(&ca());
    trial.built_in = anchors(&ca());
    assert_eq!(trial.reason(), "metadata_entry_missing");
    assert_eq!(accepting(trial).trust(), "uncertain");
}

#[test]
fn the_type_of_attestation_is_one_of_the_metadata() {
    use FormatSetting::{Apple, FidoU2f, PackedFull, PackedSelf, Tpm};
    let allowed = [
        (PackedFull, &["basic_full", "attca"][..]),
        (FidoU2f, &["basic_full", "attca"]),
        (Tpm, &["attca", "basic_full"]),
        (Apple, &["anonca", "basic_full"]),
        (PackedSelf, &["basic_surrogate"]),
    ];
    let words = [
        "basic_full",
        "basic_surrogate",
        "attca",
        "anonca",
        "ecdaa",
        "none",
        "later",
    ];
    for (setting, allowed) in allowed {
        for word in words {
            let mut trial = Trial::packed();
            let metadata = trial.metadata.take().unwrap();
            trial.metadata = Some(metadata.with_types(&["other", word]));
            trial.statement.setting = setting;
            trial.statement.attestation_type = Trial::unknown(setting).statement.attestation_type;
            let error = trial.judge().result.err().map(|error| error.reason());
            let missing = error == Some("attestation_type_not_in_metadata");
            assert_eq!(
                missing,
                !allowed.contains(&word),
                "{} {word}",
                setting.name()
            );
        }
    }
}

#[test]
fn the_algorithms_of_key_and_statement_are_of_the_metadata() {
    let mut key = Trial::packed();
    key.key_algorithm = -8;
    assert_eq!(key.reason(), "metadata_alg_mismatch");
    let mut statement = Trial::packed();
    statement.statement.algorithm = Some(-47);
    assert_eq!(statement.reason(), "metadata_alg_mismatch");
    let metadata = statement.metadata.take().unwrap();
    statement.metadata = Some(metadata.with_algorithms(&[Algorithm::Es256, Algorithm::Es256k]));
    assert_eq!(statement.trust(), "trusted");
    statement.statement.algorithm = None;
    assert_eq!(statement.trust(), "trusted");
    key.policy.metadata_algorithms = false;
    assert_eq!(key.trust(), "trusted");
}

#[test]
fn undesired_reports_refuse() {
    for status in [
        "USER_VERIFICATION_BYPASS",
        "ATTESTATION_KEY_COMPROMISE",
        "USER_KEY_REMOTE_COMPROMISE",
        "USER_KEY_PHYSICAL_COMPROMISE",
        "REVOKED",
    ] {
        let mut trial = Trial::packed();
        let metadata = trial.metadata.take().unwrap();
        let report = StatusReport::since(status, "2021-01-01");
        trial.metadata = Some(metadata.with_report(report));
        assert_eq!(trial.reason(), "metadata_status_undesired", "{status}");
        assert_eq!(trial.judge_again().unwrap_err().check(), "T7");
        trial.policy.status.undesired.retain(|word| word != status);
        assert_eq!(trial.trust(), "trusted");
    }
}

/// A leaf and its intermediate are judged, after such a report about `named`.
fn reported(status: &str, named: Vec<u8>, x5c: Vec<Vec<u8>>) -> Trial {
    let mut trial = Trial::packed();
    trial.statement.x5c = x5c;
    let mut report = StatusReport::since(status, "2021-01-01");
    report.certificate = Some(named);
    let metadata = trial.metadata.take().unwrap();
    trial.metadata = Some(metadata.with_report(report));
    trial
}

#[test]
fn a_warning_about_a_certificate_is_not_evaded_by_another_signature_or_another_carrier() {
    let chain = ca().packed(MODEL.0, Algorithm::Es256);
    let mut renewed = chain.clone();
    renewed.leaf.serial = vec![1, 2, 3];
    let [leaf, intermediate]: [Vec<u8>; 2] = chain.x5c().try_into().unwrap();
    for named in [&leaf, &intermediate] {
        for x5c in [
            chain.x5c(),
            vec![written_otherwise(&leaf), written_otherwise(&intermediate)],
        ] {
            let trial = reported("REVOKED", named.clone(), x5c);
            assert_eq!(trial.reason(), "metadata_status_undesired");
            assert_eq!(trial.judge_again().unwrap_err().check(), "T7");
        }
    }
    let trial = reported("REVOKED", leaf, renewed.x5c());
    assert_eq!(trial.reason(), "metadata_status_undesired");
    let other = ca().fido_u2f().leaf_der();
    assert_eq!(reported("REVOKED", other, chain.x5c()).trust(), "trusted");
}

#[test]
fn a_certification_of_a_certificate_is_of_no_other_with_its_name_and_key() {
    let chain = ca().packed(MODEL.0, Algorithm::Es256);
    let mut renewed = chain.clone();
    renewed.leaf.serial = vec![1, 2, 3];
    for (x5c, is_certified) in [
        (chain.x5c(), true),
        (vec![written_otherwise(&chain.leaf_der())], true),
        (renewed.x5c(), false),
    ] {
        let mut trial = reported("FIDO_CERTIFIED_L3", chain.leaf_der(), x5c);
        trial.policy.status.required = vec!["FIDO_CERTIFIED_L3".to_owned()];
        let refused = trial.judge_again().map_err(|error| error.reason());
        let expected = Err("metadata_status_insufficient");
        let certified = Ok(Cleared::ALL);
        assert_eq!(refused, if is_certified { certified } else { expected });
    }
}

#[test]
fn a_warning_about_what_is_no_certificate_warns_of_all() {
    let x5c = ca().packed(MODEL.0, Algorithm::Es256).x5c();
    let trial = reported("REVOKED", b"no certificate".to_vec(), x5c);
    assert_eq!(trial.reason(), "metadata_status_undesired");
}

#[test]
fn a_report_of_firmware_counts_up_to_the_version_that_the_leaf_names() {
    let mut report = StatusReport::since("REVOKED", "2021-01-01");
    report.authenticator_version = Some(5);
    for (firmware, is_refused) in [
        (None, true),
        (Some(4), true),
        (Some(5), true),
        (Some(6), false),
    ] {
        let mut chain = ca().packed(MODEL.0, Algorithm::Es256);
        if let Some(version) = firmware {
            chain.leaf.put(Extension::firmware_version(version));
        }
        let mut trial = Trial::of(&chain);
        let metadata = trial.metadata.take().unwrap();
        trial.metadata = Some(metadata.with_report(report.clone()));
        assert_eq!(trial.judge().result.is_err(), is_refused, "{firmware:?}");
    }
}

#[test]
fn a_required_certification_is_asked_of_what_has_no_metadata_too() {
    let mut trial = Trial::packed();
    trial.policy.status.required = vec!["FIDO_CERTIFIED_L1".to_owned()];
    assert_eq!(trial.trust(), "trusted");
    trial.policy.status.scope = StatusScope::Latest;
    trial.policy.status.required = vec!["FIDO_CERTIFIED_L2".to_owned()];
    assert_eq!(trial.reason(), "metadata_status_insufficient");
    trial.metadata = None;
    trial.configured = anchors(&ca());
    assert_eq!(trial.reason(), "metadata_status_insufficient");
}

#[test]
fn the_built_in_anchors_are_those_of_three_formats() {
    let built_in = BuiltInAnchors::load().unwrap();
    let count = |format| built_in.of(format).map(|anchors| anchors.iter().count());
    assert_eq!(count(Format::Apple), Some(1));
    assert_eq!(count(Format::AndroidKey), Some(2));
    assert_eq!(count(Format::AndroidSafetynet), Some(2));
    for format in [
        Format::None,
        Format::Packed,
        Format::Tpm,
        Format::FidoU2f,
        Format::Compound,
    ] {
        assert_eq!(count(format), None);
    }
    let first = |format| {
        built_in
            .of(format)
            .unwrap()
            .iter()
            .next()
            .unwrap()
            .der()
            .to_vec()
    };
    let digest = |der: Vec<u8>| touchstone_evidence::digest::sha256(&[&der]);
    assert_eq!(digest(first(Format::Apple))[..4], [0x09, 0x15, 0xdd, 0x5c]);
    assert_eq!(
        digest(first(Format::AndroidKey))[..4],
        [0xce, 0xdb, 0x1c, 0xb6]
    );
    assert_eq!(
        digest(first(Format::AndroidSafetynet))[..4],
        [0xeb, 0xd4, 0x10, 0x40]
    );
}

#[test]
fn metadata_of_u2f_is_found_by_the_key_of_the_leaf() {
    let chain = ca().fido_u2f();
    let leaf = chain.leaf_der();
    let leaf = touchstone_evidence::x509::Certificate::parse(&leaf).unwrap();
    let id = touchstone_evidence::webauthn::metadata::certificate_key_id(&leaf.spki);
    assert_eq!(id, Some(chain.key_id()));
    let mut trial = Trial::of(&chain);
    trial.aaguid = Aaguid::ZERO;
    trial.statement.setting = FormatSetting::FidoU2f;
    trial.metadata = Some(MetadataEntry::u2f(
        &[chain.key_id()],
        "a token",
        &ca().root_der(),
    ));
    assert_eq!(trial.trust(), "trusted");
}
