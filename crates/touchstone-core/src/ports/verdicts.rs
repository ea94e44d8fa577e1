//! Decides what is kept of a verification: one row each, good or bad (design.md section 2, verdict log).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use touchstone_evidence::Timestamp;

use super::{Page, PageRequest, StoreError};
use crate::{ApiKeyId, AppId, EventId, Noun, TenantId, VerdictId};

/// How a verification ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The evidence was judged and accepted.
    Valid,
    /// The evidence was judged and refused.
    Invalid,
    /// The evidence was not judged: nonce or session could not be claimed.
    Rejected,
    /// No verdict could be reached: something that was needed is missing or does not answer.
    Undetermined,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [
        Self::Valid,
        Self::Invalid,
        Self::Rejected,
        Self::Undetermined,
    ];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Rejected => "rejected",
            Self::Undetermined => "undetermined",
        }
    }

    /// The outcome of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }
}

/// What a verification was about, whatever its end.
#[derive(Clone, PartialEq, Eq)]
pub struct VerdictHead {
    /// The verdict's identifier.
    pub id: VerdictId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The API key that asked; `None` when the family needs none.
    pub api_key_id: Option<ApiKeyId>,
    /// The family.
    pub noun: Noun,
    /// The platform or format, such as `apple`; `None` when the evidence did not tell.
    pub format: Option<String>,
    /// What was judged, such as `apple:<keyId>`, else `none`.
    pub subject: String,
    /// The registered app, when one was found.
    pub app_id: Option<AppId>,
    /// The policy that was applied, as JSON.
    pub policy: Arc<str>,
    /// Facts of the family, as JSON.
    pub facts: String,
    /// SHA-256 of the evidence.
    pub evidence_sha256: Option<[u8; 32]>,
    /// Time from the request's arrival to the settlement, in microseconds.
    pub latency_us: u64,
    /// The request.
    pub request_id: String,
    /// When it was judged.
    pub created_at: Timestamp,
}

impl fmt::Debug for VerdictHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerdictHead")
            .field("id", &self.id)
            .field("tenant_id", &self.tenant_id)
            .field("noun", &self.noun)
            .field("subject", &self.subject)
            .field("request_id", &self.request_id)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// One way in which a verification can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The outcome.
    pub outcome: Outcome,
    /// The reason code of the family's spec; `accepted` for a valid one.
    pub reason: Cow<'static, str>,
    /// The checks made, in order, as a JSON array.
    pub checks: String,
    /// The events that follow, each wanted by someone.
    pub events: Vec<NewEvent>,
}

/// A verdict as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it was about.
    pub head: VerdictHead,
    /// The outcome.
    pub outcome: Outcome,
    /// The reason code.
    pub reason: String,
    /// The checks made, in order, as a JSON array.
    pub checks: String,
}

/// An event for the outbox, written in the settlement's transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Its identifier.
    pub id: EventId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its name, such as `mobile.verification.failed`.
    pub name: Cow<'static, str>,
    /// The payload, as JSON.
    pub payload: String,
    /// When it happened.
    pub created_at: Timestamp,
}

/// Which verdicts a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerdictFilter {
    /// Only of this tenant; `None` = of all tenants.
    pub tenant_id: Option<TenantId>,
    /// Only of this family.
    pub noun: Option<Noun>,
    /// Only with this outcome.
    pub outcome: Option<Outcome>,
    /// Only with this reason code.
    pub reason: Option<String>,
    /// Only of this platform or format.
    pub format: Option<String>,
    /// Only about this subject.
    pub subject: Option<String>,
    /// Only from this instant on.
    pub from: Option<Timestamp>,
    /// Only before this instant.
    pub to: Option<Timestamp>,
}

/// The verdict log.
#[async_trait]
pub trait VerdictStore: Send + Sync + 'static {
    /// Writes a verdict that consumes nothing (`undetermined`), in a transaction of its own.
    async fn write_verdict(&self, head: VerdictHead, ending: Ending) -> Result<(), StoreError>;

    /// The verdict of this identifier, of any tenant: the caller compares the tenant.
    async fn verdict(&self, id: VerdictId) -> Result<Option<Verdict>, StoreError>;

    /// Verdicts, newest first.
    async fn verdicts(
        &self,
        filter: &VerdictFilter,
        page: PageRequest<VerdictId>,
    ) -> Result<Page<Verdict, VerdictId>, StoreError>;

    /// Deletes at most `limit` verdicts of the tenant that are older than `before`; how many.
    async fn expire_verdicts(
        &self,
        tenant_id: TenantId,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError>;

    /// Makes room ahead for what will be written around `now`, and drops whole what lies before `keep_from`, which no tenant
    /// wants any more. For engines that cut the log into ranges of time; others have nothing to do.
    async fn arrange_verdicts(
        &self,
        now: Timestamp,
        keep_from: Timestamp,
    ) -> Result<(), StoreError>;
}
