//! Decides how a verdict looks in a list.

use serde::Serialize;
use touchstone_core::ports::{Outcome, Verdict};
use touchstone_core::{ApiKeyId, AppId, Noun, TenantId, VerdictId};

#[derive(Debug, Serialize)]
pub(super) struct VerdictShape {
    id: VerdictId,
    tenant_id: TenantId,
    noun: Noun,
    format: Option<String>,
    subject: String,
    app_id: Option<AppId>,
    api_key_id: Option<ApiKeyId>,
    outcome: Outcome,
    reason: String,
    latency_us: u64,
    request_id: String,
    created_at: String,
}

impl From<&Verdict> for VerdictShape {
    fn from(verdict: &Verdict) -> Self {
        let head = &verdict.head;
        Self {
            id: head.id,
            tenant_id: head.tenant_id,
            noun: head.noun,
            format: head.format.clone(),
            subject: head.subject.clone(),
            app_id: head.app_id,
            api_key_id: head.api_key_id,
            outcome: verdict.outcome,
            reason: verdict.reason.clone(),
            latency_us: head.latency_us,
            request_id: head.request_id.clone(),
            created_at: head.created_at.to_string(),
        }
    }
}
