//! Decides how trust is judged offline: T1 to T12, with what the arguments say is known.

use serde_json::{Map, Value, json};
use touchstone_core::Timestamp;
use touchstone_core::webauthn::policy::RpPolicy;
use touchstone_evidence::webauthn::registration::Verified;
use touchstone_evidence::webauthn::trust::{self, AttestationMode, Judgement};

use super::knowledge::Known;
use super::trail::{Refused, Trail};

/// Judges, and notes checks and facts.
pub(super) fn judge(
    verified: &Verified,
    policy: &RpPolicy,
    known: &Known,
    now: Timestamp,
    trail: &mut Trail,
    facts: &mut Map<String, Value>,
) -> Result<(), Refused> {
    let (trust_policy, rule) = (policy.trust_policy(), policy.compound);
    let gate = trust::gate(&verified.statement, &verified.aaguid, &trust_policy, rule);
    let gate_checks: Vec<_> = trust::CHECKS.iter().take(3).copied().collect();
    trail.note_all(&gate_checks, gate.as_ref().err().map(trust::Error::check));
    let passing = gate.map_err(|error| Refused::by(error.reason(), error))?;
    let judge = |element| {
        let entry = known.entry(verified.aaguid, element);
        let crls = known.crls(element, now);
        let knowledge = known.knowledge(entry, element, &crls);
        let (aaguid, algorithm) = (&verified.aaguid, verified.algorithm);
        trust::judge(element, aaguid, algorithm, &knowledge, &trust_policy, now)
    };
    let judgements: Vec<Judgement> = passing.into_iter().map(judge).collect();
    let Some(standing) = trust::combine(judgements, rule) else {
        return Ok(());
    };
    note(trail, &standing);
    facts.insert("trust".to_owned(), standing.trust().into());
    if let Some(anchor) = &standing.facts.anchor {
        facts.insert("anchor".to_owned(), anchor.source.name().into());
    }
    let unknown = &standing.facts.revocation_unknown;
    if !unknown.is_empty() {
        facts.insert("revocation_unknown".to_owned(), json!(unknown));
    }
    match standing.result {
        Err(error) if policy.attestation.mode == AttestationMode::Enforced => {
            Err(Refused::by(error.reason(), error))
        }
        Err(error) => {
            facts.insert("trust_error".to_owned(), error.to_string().into());
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

fn note(trail: &mut Trail, standing: &Judgement) {
    let failed = standing.result.as_ref().err().map(trust::Error::check);
    for number in &standing.made {
        let check = trust::CHECKS.iter().find(|(known, _)| known == number);
        if let Some(check) = check {
            trail.note(*check, failed != Some(*number));
        }
    }
}
