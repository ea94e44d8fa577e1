//! Decides what one batch of a walk does: every credential is judged by T1, T7 and T12, and each change is settled by itself.

use tokio::task::yield_now;
use touchstone_evidence::Timestamp;

use super::super::rps::RpError;
use super::super::service::Webauthn;
use super::standing::Standing;
use crate::CredentialExtId;
use crate::ports::{
    CredentialEvidence, CredentialState, Reevaluation, RpKey, StoreError, TrustChange,
    WebauthnCredential,
};

const BATCH: u32 = 500;

impl Webauthn {
    /// Judges the next batch of a walk that is leased, and lets it go; how many were judged.
    pub(super) async fn walk_on(
        &self,
        mut walk: Reevaluation,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let store = &self.world.store;
        let batch = store.credentials_to_judge(&walk, BATCH).await?;
        let judged = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let is_last = judged < u64::from(BATCH);
        for (ext_id, credential) in batch {
            walk.after = Some(ext_id);
            walk.judged += 1;
            let judged = match credential {
                Ok((credential, evidence)) => {
                    let judged = self.judge_credential(&credential, evidence, &walk.cause, now);
                    judged.await
                }
                Err(error) => Err(error),
            };
            walk.changed += u64::from(or_unreadable(judged, ext_id, &walk)?);
            // Signatures are verified here: whoever serves requests on this thread goes first.
            yield_now().await;
        }
        if is_last {
            walk.finished_at = Some(now);
            tracing::info!(
                id = %walk.id, cause = walk.cause, judged = walk.judged, changed = walk.changed,
                "stored credentials were judged again"
            );
        }
        store
            .note_reevaluation(&walk, self.world.clock.now())
            .await?;
        Ok(judged)
    }

    /// Whether the credential's trust changed.
    async fn judge_credential(
        &self,
        credential: &WebauthnCredential,
        evidence: CredentialEvidence,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = RpKey::Id(credential.rp);
        let rp = match self.rps.find(&self.world, key, now).await {
            Ok(Some(rp)) => rp,
            // Its credentials are about to go with it.
            Ok(None) => return Ok(false),
            Err(RpError::Store(error)) => return Err(error),
            Err(RpError::Unreadable(error)) => {
                let rp = credential.rp;
                tracing::error!(%rp, %error, "credentials cannot be judged again");
                return Ok(false);
            }
        };
        let judged = self.judge_elements(&rp, credential, evidence, now).await?;
        let judged = judged.map_err(|error| error.reason());
        let standing = Standing {
            credential,
            judged,
            on_distrust: rp.policy().on_distrust,
        };
        let history = if standing.wants_history() {
            let store = &self.world.store;
            let (tenant_id, ext_id) = (credential.tenant_id, credential.ext_id);
            store
                .webauthn_credential_history(tenant_id, ext_id)
                .await?
                .1
        } else {
            Vec::new()
        };
        let Some((to, state_to)) = standing.next(&history) else {
            return Ok(false);
        };
        self.settle_change(credential, to, state_to, cause, now)
            .await
    }

    async fn settle_change(
        &self,
        credential: &WebauthnCredential,
        to: String,
        state_to: CredentialState,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let change = TrustChange {
            tenant_id: credential.tenant_id,
            ext_id: credential.ext_id,
            from: credential.trust.clone(),
            to,
            state_from: credential.state,
            state_to,
            cause: cause.to_owned(),
            at: now,
            events: Vec::new(),
        };
        let is_settled = self.world.store.settle_trust(change.clone()).await?;
        if is_settled {
            tracing::info!(
                event = "webauthn.credential.trust_changed",
                tenant_id = %change.tenant_id, rp = %credential.rp, credential = %change.ext_id,
                from = change.from, to = change.to, state = change.state_to.as_str(), cause,
                "the trust of a credential changed"
            );
        }
        Ok(is_settled)
    }
}

/// A credential of which something is stored that cannot be read keeps its standing; the walk goes on with the others.
fn or_unreadable(
    judged: Result<bool, StoreError>,
    ext_id: CredentialExtId,
    walk: &Reevaluation,
) -> Result<bool, StoreError> {
    match judged {
        Err(StoreError::Corrupt { what }) => {
            let id = walk.id;
            tracing::error!(%id, credential = %ext_id, what, "a credential cannot be judged again");
            Ok(false)
        }
        other => other,
    }
}
