//! Decides what speaks against a stored credential, and how much is known where nothing does: T1, T7 and T12 of every element that counted at
//! its registration, by the rule for compound statements.

use std::sync::Arc;

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::statement::{CompoundRule, VerifiedStatement};
use touchstone_evidence::webauthn::trust::{self, Cleared, Error, Knowledge, Outcome};
use touchstone_evidence::webauthn::{Aaguid, AttestationType, Format};

use super::super::metadata::Attested;
use super::super::rp::Rp;
use super::super::service::Webauthn;
use super::super::trust::key_id;
use super::elements;
use crate::ports::{CredentialEvidence, StoreError, WebauthnCredential};

/// What speaks against a credential; else how much is known, of each statement that would do alone.
pub(super) type Judged = Result<Vec<Cleared>, Error>;

impl Webauthn {
    /// Judges the elements that counted.
    pub(super) async fn judge_elements(
        &self,
        rp: &Rp,
        credential: &WebauthnCredential,
        evidence: CredentialEvidence,
        now: Timestamp,
    ) -> Result<Judged, StoreError> {
        let elements = self.elements(credential, evidence).await?;
        let mut judged = Vec::new();
        for element in &elements {
            if credential.trust == Outcome::Trusted.name() {
                let attested = Attested {
                    element,
                    aaguid: Aaguid(credential.aaguid),
                    algorithm: credential.algorithm,
                };
                self.follow_revocation(rp, attested, now).await;
            }
            let of_element = self.judge_element_again(rp, credential, element, now);
            judged.push(of_element.await?);
        }
        Ok(combine(judged, rp.policy().compound))
    }

    async fn elements(
        &self,
        credential: &WebauthnCredential,
        evidence: CredentialEvidence,
    ) -> Result<Vec<VerifiedStatement>, StoreError> {
        let format = Format::from_name(&credential.format);
        if format != Some(Format::Compound) {
            let attestation_type = &credential.attestation_type;
            let single = elements::single(format, attestation_type, evidence.x5c);
            return Ok(vec![single]);
        }
        let store = &self.world.store;
        let (tenant_id, ext_id) = (credential.tenant_id, credential.ext_id);
        let kept = store
            .webauthn_credential_history(tenant_id, ext_id)
            .await?
            .0;
        let object = kept.map(|kept| kept.attestation_object).unwrap_or_default();
        let counted = &evidence.elements;
        Ok(elements::of_compound(&object, counted, evidence.x5c))
    }

    async fn judge_element_again(
        &self,
        rp: &Rp,
        credential: &WebauthnCredential,
        element: &VerifiedStatement,
        now: Timestamp,
    ) -> Result<Result<Cleared, Error>, StoreError> {
        let aaguid = Aaguid(credential.aaguid);
        let of_leaf = || key_id(element).or(credential.certificate_key_id);
        let key_id = (element.format() == Format::FidoU2f)
            .then(of_leaf)
            .flatten();
        let (metadata, tenant_id) = (&self.metadata, credential.tenant_id);
        let entry = match element.attestation_type {
            // Nothing is asked about it.
            AttestationType::None => None,
            _ => {
                metadata
                    .entry(&self.world, tenant_id, aaguid, key_id, now)
                    .await?
            }
        };
        let built_in = self.anchors();
        let status_list = self.status_lists.usable(now);
        let crls: Arc<_> = metadata.crls();
        let knowledge = Knowledge {
            entry: entry.as_deref(),
            configured: rp.anchors(element.format()),
            built_in: built_in.of(element.format()),
            crls: &crls,
            status_list: status_list.as_ref().map(|loaded| loaded.list()),
        };
        let policy = rp.trust_policy();
        let judged = trust::judge_again(element, &aaguid, &knowledge, policy, now);
        let is_current = entry.is_none_or(|entry| metadata.is_current(&entry, now));
        Ok(judged.map(|cleared| Cleared {
            // What an overdue BLOB says counts against a model; its successor may have said more.
            status: cleared.status && (is_current || !policy.status.asks_anything()),
            ..cleared
        }))
    }
}

/// Under `all` the first that fails stands for all, else what is known of each; under `any` each that nothing speaks against would do.
fn combine(judged: Vec<Result<Cleared, Error>>, rule: CompoundRule) -> Judged {
    let (mut cleared, mut failed) = (Vec::new(), None);
    for element in judged {
        match element {
            Ok(known) => cleared.push(known),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    match failed {
        Some(error) if rule == CompoundRule::All || cleared.is_empty() => Err(error),
        _ if rule == CompoundRule::Any => Ok(cleared),
        _ => Ok(cleared
            .into_iter()
            .reduce(Cleared::and)
            .into_iter()
            .collect()),
    }
}

#[cfg(test)]
mod tests;
