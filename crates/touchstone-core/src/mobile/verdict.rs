//! Decides which stored verdicts a relying party may read: those of its tenant, and with a key that is limited to apps only those made
//! with that very key (spec mobile.md 2.3).

use super::answer::StoredVerification;
use super::error::VerifyError;
use super::service::Mobile;
use crate::ports::Verdict;
use crate::{Call, Noun, Principal, VerdictId};

impl Mobile {
    /// The verdict of this identifier; unknown, malformed and foreign ones alike are `None`.
    pub async fn verdict(
        &self,
        principal: &Principal,
        id: &str,
        call: &Call,
    ) -> Result<Option<StoredVerification>, VerifyError> {
        let tenant_id = principal.tenant_id.ok_or(VerifyError::NoTenant)?;
        let Ok(id) = id.parse::<VerdictId>() else {
            return Ok(None);
        };
        let found = self
            .world
            .store
            .verdict(id)
            .await
            .map_err(VerifyError::Lookup)?;
        let Some(found) = found.filter(|verdict| {
            verdict.head.tenant_id == tenant_id
                && verdict.head.noun == Noun::Mobile
                && seen(principal, verdict)
        }) else {
            return Ok(None);
        };
        let explain = self.policy(tenant_id, call).await?.settings.explain;
        Ok(Some(StoredVerification {
            verdict_id: found.head.id,
            outcome: found.outcome,
            reason: found.reason,
            explain,
            platform: found.head.format,
            checks: serde_json::from_str(&found.checks).unwrap_or_default(),
            created_at: found.head.created_at,
        }))
    }
}

fn seen(principal: &Principal, verdict: &Verdict) -> bool {
    principal.app_ids.is_none() || verdict.head.api_key_id == principal.api_key_id()
}
