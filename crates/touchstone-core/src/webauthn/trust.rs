//! Decides whether a registration's attestation is trusted (spec webauthn.md 4.4): T1 to T3 refuse in every mode, T4 to T12 only where the
//! relying party enforces them; otherwise their outcome is recorded.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::metadata::{Entry, certificate_key_id};
use touchstone_evidence::webauthn::registration::Verified;
use touchstone_evidence::webauthn::statement::VerifiedStatement;
use touchstone_evidence::webauthn::trust::{self, AttestationMode, Judgement, Knowledge};
use touchstone_evidence::webauthn::{Format, FormatSetting};
use touchstone_evidence::x509::Certificate;

use super::answer::CeremonyError;
use super::case::Trail;
use super::counted::counted;
use super::rp::Rp;
use super::service::Webauthn;

/// What trust came to.
#[derive(Debug)]
pub(super) struct Trust {
    /// As it is stored with the credential.
    pub(super) word: String,
    /// What people read of the model, when metadata tells.
    pub(super) description: Option<String>,
    /// The elements whose chains lead to an anchor, also where a revocation list is missing or speaks against them.
    pub(super) anchored: Vec<VerifiedStatement>,
    /// Positions of the elements of a compound statement that count, for the judgements to come.
    pub(super) counted: Vec<usize>,
    /// Why the registration is refused, if it is.
    pub(super) refused: Option<&'static str>,
}

impl Trust {
    /// T1 to T3 refuse in every mode.
    fn refused_by_gate(error: &trust::Error) -> Self {
        Self {
            word: format!("untrusted:{}", error.reason()),
            description: None,
            anchored: Vec::new(),
            counted: Vec::new(),
            refused: Some(error.reason()),
        }
    }
}

/// SHA-1 of the leaf's public key bits, by which fido-u2f authenticators are known.
pub(super) fn key_id(statement: &VerifiedStatement) -> Option<[u8; 20]> {
    let leaf = Certificate::parse(statement.x5c.first()?).ok()?;
    certificate_key_id(&leaf.spki)
}

impl Webauthn {
    /// Judges and notes the checks T1 to T12.
    pub(super) async fn judge_trust(
        &self,
        rp: &Rp,
        verified: &Verified,
        trail: &mut Trail,
        now: Timestamp,
    ) -> Result<Trust, CeremonyError> {
        let policy = rp.trust_policy();
        let rule = rp.policy().compound;
        let gate = trust::gate(&verified.statement, &verified.aaguid, policy, rule);
        let gate_checks = trust::CHECKS.iter().take(3);
        trail.note_all(gate_checks, gate.as_ref().err().map(trust::Error::check));
        let passing = match gate {
            Ok(passing) => passing,
            Err(error) => return Ok(Trust::refused_by_gate(&error)),
        };
        let (mut judgements, mut judged) = (Vec::new(), Vec::new());
        let (mut description, mut anchored) = (None, Vec::new());
        for statement in passing {
            let entry = self.entry_of(rp, verified, statement, now).await?;
            let known = entry.as_deref();
            let judgement = self.judge_element(rp, verified, statement, known, now);
            if judgement.facts.anchor.is_some() {
                anchored.push(statement.clone());
            }
            judged.push((statement, judgement.trust().into_owned()));
            judgements.push(judgement);
            let words = entry.and_then(|entry| entry.description.clone());
            description = description.or(words);
        }
        let standing = trust::combine(judgements, rule);
        let standing = standing.ok_or(CeremonyError::Unusable("an attestation"))?;
        note(trail, &standing);
        let is_enforced = policy.mode == AttestationMode::Enforced;
        let refused = standing.result.as_ref().err().map(trust::Error::reason);
        let word = standing.trust().into_owned();
        Ok(Trust {
            counted: counted(&verified.statement, &judged, rule, &word),
            word,
            description,
            anchored,
            refused: refused.filter(|_| is_enforced),
        })
    }

    /// T4 to T12 of one element.
    fn judge_element(
        &self,
        rp: &Rp,
        verified: &Verified,
        statement: &VerifiedStatement,
        entry: Option<&Entry>,
        now: Timestamp,
    ) -> Judgement {
        let built_in = self.anchors();
        let status_list = self.status_lists.usable(now);
        let crls = self.metadata.crls();
        let knowledge = Knowledge {
            entry,
            configured: rp.anchors(statement.format()),
            built_in: built_in.of(statement.format()),
            crls: &crls,
            status_list: status_list.as_ref().map(|loaded| loaded.list()),
        };
        trust::judge(
            statement,
            &verified.aaguid,
            verified.algorithm,
            &knowledge,
            rp.trust_policy(),
            now,
        )
    }

    /// The metadata: by AAGUID; for fido-u2f by the key id of its leaf (T4).
    async fn entry_of(
        &self,
        rp: &Rp,
        verified: &Verified,
        statement: &VerifiedStatement,
        now: Timestamp,
    ) -> Result<Option<Arc<Entry>>, CeremonyError> {
        if statement.setting == FormatSetting::None {
            return Ok(None);
        }
        let key_id = match statement.format() {
            Format::FidoU2f => key_id(statement),
            _ => None,
        };
        let found = self
            .metadata
            .entry(&self.world, rp.tenant_id(), verified.aaguid, key_id, now);
        Ok(found.await?)
    }
}

fn note(trail: &mut Trail, judgement: &Judgement) {
    let failed = judgement.result.as_ref().err();
    for check in &judgement.made {
        let ok = failed.is_none_or(|error| error.check() != *check);
        trail.note(check, ok, None);
    }
    trail.fact("trust", judgement.trust().as_ref());
    if let Some(error) = failed {
        trail.fact("trust_error", error.to_string());
    }
    if let Some(anchor) = &judgement.facts.anchor {
        let spki_sha256 = HEXLOWER.encode(&anchor.spki_sha256);
        let anchor: Value = json!({"source": anchor.source.name(), "spki_sha256": spki_sha256});
        trail.fact("anchor", anchor);
    }
    if !judgement.facts.revocation_unknown.is_empty() {
        let unknown: Vec<u64> = judgement
            .facts
            .revocation_unknown
            .iter()
            .filter_map(|index| u64::try_from(*index).ok())
            .collect();
        trail.fact("revocation_unknown", unknown);
    }
}
