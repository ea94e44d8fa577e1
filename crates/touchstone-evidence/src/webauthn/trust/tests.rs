//! T1 to T3 and what elements amount to, by hand; the other checks are tested with simulated certificates.

use super::{CHECKS, Error, Facts, Judgement, Outcome, TrustPolicy, combine, gate};
use crate::webauthn::statement::{CompoundRule, VerifiedStatement, VerifiedStatements};
use crate::webauthn::{Aaguid, AttestationType, FormatSetting};
use crate::x509::PathError;

const MODEL: Aaguid = Aaguid([7; 16]);

fn element(attestation_type: AttestationType) -> VerifiedStatement {
    VerifiedStatement {
        setting: FormatSetting::PackedFull,
        attestation_type,
        algorithm: None,
        x5c: Vec::new(),
        aaguid_in_leaf: false,
    }
}

/// Which elements pass the gate.
fn pass(
    types: &[AttestationType],
    policy: &TrustPolicy,
    rule: CompoundRule,
) -> Result<Vec<AttestationType>, &'static str> {
    let statement = match types {
        [one] => VerifiedStatements::from(element(*one)),
        several => VerifiedStatements {
            setting: FormatSetting::Compound,
            attestation_type: AttestationType::Compound,
            elements: several.iter().copied().map(element).collect(),
            refused: Vec::new(),
        },
    };
    let passing = gate(&statement, &MODEL, policy, rule).map_err(|error| error.reason())?;
    Ok(passing.iter().map(|of| of.attestation_type).collect())
}

fn judge(types: &[AttestationType], policy: &TrustPolicy) -> Result<(), &'static str> {
    pass(types, policy, CompoundRule::All).map(|_| ())
}

#[test]
fn a_denied_model_is_refused_even_when_it_is_allowed() {
    let policy = TrustPolicy {
        aaguid_deny: vec![Aaguid::ZERO, MODEL],
        aaguid_allow: vec![MODEL],
        ..TrustPolicy::default()
    };
    assert_eq!(
        judge(&[AttestationType::Basic], &policy),
        Err("aaguid_denied")
    );
}

#[test]
fn a_list_allows_its_models_only_and_wants_a_proof() {
    let mut policy = TrustPolicy {
        aaguid_allow: vec![Aaguid::ZERO],
        ..TrustPolicy::default()
    };
    assert_eq!(
        judge(&[AttestationType::Basic], &policy),
        Err("aaguid_not_allowed")
    );
    policy.aaguid_allow.push(MODEL);
    for (types, judged) in [
        (&[AttestationType::Basic][..], Ok(())),
        (&[AttestationType::AnonCa], Ok(())),
        (&[AttestationType::None], Err("aaguid_unproven")),
        (&[AttestationType::SelfAttested], Err("aaguid_unproven")),
        (&[AttestationType::Basic, AttestationType::AttCa], Ok(())),
        (
            &[AttestationType::SelfAttested, AttestationType::AttCa],
            Err("aaguid_unproven"),
        ),
        (
            &[AttestationType::SelfAttested, AttestationType::None],
            Err("aaguid_unproven"),
        ),
    ] {
        assert_eq!(judge(types, &policy), judged, "{types:?}");
    }
    policy.require_proof = false;
    assert_eq!(judge(&[AttestationType::None], &policy), Ok(()));
}

#[test]
fn types_are_accepted_as_they_are_listed() {
    let policy = TrustPolicy {
        accepted_types: vec![AttestationType::Basic],
        ..TrustPolicy::default()
    };
    for attestation_type in AttestationType::ALL {
        let judged = judge(&[attestation_type], &policy);
        assert_eq!(judged.is_ok(), attestation_type == AttestationType::Basic);
    }
    let several = [AttestationType::Basic, AttestationType::Basic];
    assert_eq!(
        judge(&several, &policy),
        Err("attestation_type_not_allowed")
    );
}

#[test]
fn a_required_attestation_is_by_somebody_else_than_the_key() {
    let policy = TrustPolicy {
        attestation_required: true,
        ..TrustPolicy::default()
    };
    let not_allowed = Err("attestation_type_not_allowed");
    assert_eq!(judge(&[AttestationType::None], &policy), not_allowed);
    assert_eq!(
        judge(&[AttestationType::SelfAttested], &policy),
        not_allowed
    );
    let two = [AttestationType::SelfAttested, AttestationType::SelfAttested];
    assert_eq!(judge(&two, &policy), not_allowed);
    assert_eq!(judge(&[AttestationType::AttCa], &policy), Ok(()));
}

#[test]
fn what_an_element_proves_does_not_stand_for_another() {
    use AttestationType::{AttCa, Basic, None, SelfAttested};
    use CompoundRule::{All, Any};
    let listed = TrustPolicy {
        aaguid_allow: vec![MODEL],
        ..TrustPolicy::default()
    };
    let requiring = TrustPolicy {
        attestation_required: true,
        ..TrustPolicy::default()
    };
    for (policy, reason) in [
        (&listed, "aaguid_unproven"),
        (&requiring, "attestation_type_not_allowed"),
    ] {
        let mixed = [SelfAttested, None, Basic, AttCa];
        assert_eq!(pass(&mixed, policy, Any), Ok(vec![Basic, AttCa]));
        assert_eq!(pass(&mixed, policy, All), Err(reason));
        assert_eq!(pass(&[SelfAttested, None], policy, Any), Err(reason));
        assert_eq!(pass(&[SelfAttested], policy, Any), Err(reason));
    }
}

#[test]
fn elements_are_of_accepted_types_as_is_the_whole() {
    use AttestationType::{AttCa, Basic, Compound, None, SelfAttested};
    use CompoundRule::{All, Any};
    let refused = Err("attestation_type_not_allowed");
    let accepting = |types: &[AttestationType]| TrustPolicy {
        accepted_types: types.to_vec(),
        ..TrustPolicy::default()
    };
    let policy = accepting(&[Compound, AttCa, None]);
    assert_eq!(pass(&[Basic, AttCa], &policy, All), refused);
    assert_eq!(pass(&[Basic, AttCa], &policy, Any), Ok(vec![AttCa]));
    assert_eq!(pass(&[Basic, SelfAttested], &policy, Any), refused);
    assert_eq!(
        pass(&[Basic, None], &policy, Any),
        refused,
        "none is no proof"
    );
    assert_eq!(pass(&[AttCa, None], &policy, All), Ok(vec![AttCa, None]));
    let whole = accepting(&[Basic, AttCa]);
    for rule in [All, Any] {
        assert_eq!(pass(&[Basic, AttCa], &whole, rule), refused);
        assert_eq!(pass(&[None], &policy, rule), Ok(vec![None]));
    }
}

fn judgement(result: Result<Outcome, Error>) -> Judgement {
    Judgement {
        made: Vec::new(),
        result,
        facts: Facts::default(),
    }
}

fn combined(results: &[Result<Outcome, Error>], rule: CompoundRule) -> String {
    let judgements = results.iter().cloned().map(judgement).collect();
    combine(judgements, rule).unwrap().trust().into_owned()
}

#[test]
fn all_elements_are_as_good_as_the_worst_and_any_as_the_best() {
    use CompoundRule::{All, Any};
    let (trusted, own, uncertain) = (Outcome::Trusted, Outcome::SelfAttested, Outcome::Uncertain);
    let bad = [
        Ok(trusted),
        Err(Error::Untrusted),
        Err(Error::NoAnchor),
        Ok(own),
    ];
    assert_eq!(combined(&bad, All), "untrusted:chain_untrusted");
    assert_eq!(combined(&bad, Any), "trusted");
    let failed = [Err(Error::NoAnchor), Err(Error::Untrusted)];
    assert_eq!(combined(&failed, Any), "untrusted:no_trust_anchor");
    assert_eq!(combined(&[Ok(trusted), Ok(uncertain)], All), "uncertain");
    assert_eq!(combined(&[Ok(trusted), Ok(own)], All), "self");
    assert_eq!(combined(&[Ok(uncertain), Ok(own)], Any), "self");
}

#[test]
fn none_says_nothing_beside_others() {
    for rule in [CompoundRule::All, CompoundRule::Any] {
        let beside = [Ok(Outcome::None), Err(Error::Untrusted)];
        assert_eq!(combined(&beside, rule), "untrusted:chain_untrusted");
        assert_eq!(
            combined(&[Ok(Outcome::None), Ok(Outcome::Trusted)], rule),
            "trusted"
        );
        assert_eq!(
            combined(&[Ok(Outcome::None), Ok(Outcome::None)], rule),
            "none"
        );
        assert_eq!(combine(Vec::new(), rule), None);
    }
}

#[test]
fn every_fault_of_a_chain_has_a_reason_of_its_check() {
    let index = 1;
    let faults = [
        (PathError::IssuerMismatch { index }, "chain_broken"),
        (PathError::SignatureWrong { index }, "chain_broken"),
        (PathError::NotAnAuthority { index }, "chain_issuer_not_ca"),
        (PathError::KeyUsage { index }, "chain_issuer_not_ca"),
        (PathError::PathTooLong { index }, "path_length_exceeded"),
        (
            PathError::CriticalExtension { index },
            "critical_extension_unknown",
        ),
        (PathError::SchemeRefused { index }, "cert_signature_weak"),
    ];
    for (fault, reason) in faults {
        let error = Error::Chain(fault);
        assert_eq!((error.check(), error.reason()), ("T9", reason));
        assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
    }
}
