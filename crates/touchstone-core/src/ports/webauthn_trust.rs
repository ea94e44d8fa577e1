//! Decides how stored credentials are judged again, in batches that one node at a time takes up and another can go on with (spec webauthn.md
//! 4.5).

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{
    AuditRow, CredentialEvidence, CredentialState, NewEvent, Page, PageRequest, StoreError,
    WebauthnCredential,
};
use crate::{CredentialExtId, ReevaluationId, TenantId};

/// Walks of one tenant and cause that are kept when they are finished.
pub const FINISHED_REEVALUATIONS_KEPT: u32 = 200;
/// Models that are named for a walk that several changes led to.
const NAMED_MAX: usize = 4_096;

/// A walk over stored credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reevaluation {
    /// Its identifier.
    pub id: ReevaluationId,
    /// Only this tenant's; `None` = of all tenants.
    pub tenant_id: Option<TenantId>,
    /// Why: `metadata`, `statement`, `status_list`, `daily`, `asked`.
    pub cause: String,
    /// Only credentials of these models or key ids; `None` = all.
    pub only: Option<ChangedModels>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// The last credential that was judged.
    pub after: Option<CredentialExtId>,
    /// How many were judged.
    pub judged: u64,
    /// How many changed.
    pub changed: u64,
}

/// Models of which something else is known; or, with `status_list`, every credential that Android's status list is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangedModels {
    /// By AAGUID.
    pub aaguids: Vec<[u8; 16]>,
    /// By the SHA-1 of the attestation certificate's public key bits.
    pub key_ids: Vec<[u8; 20]>,
    /// Those of `aaguids` about which nothing was known before.
    #[serde(default)]
    pub added: Vec<[u8; 16]>,
    /// Those of `aaguids` about which nothing is known any more.
    #[serde(default)]
    pub removed: Vec<[u8; 16]>,
    /// SHA-256 of the status list of Android keys that these credentials are judged by.
    #[serde(default)]
    pub status_list: Option<[u8; 32]>,
}

impl ChangedModels {
    /// Both, each model once; too many to name are all (`None`).
    pub fn joined(mut self, other: Self) -> Option<Self> {
        join(&mut self.aaguids, other.aaguids);
        join(&mut self.key_ids, other.key_ids);
        join(&mut self.added, other.added);
        join(&mut self.removed, other.removed);
        self.status_list = other.status_list.or(self.status_list);
        let named = self.aaguids.len().saturating_add(self.key_ids.len());
        (named <= NAMED_MAX).then_some(self)
    }
}

fn join<T: Ord>(list: &mut Vec<T>, other: Vec<T>) {
    list.extend(other);
    list.sort_unstable();
    list.dedup();
}

/// What became of a credential's trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustChange {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The credential.
    pub ext_id: CredentialExtId,
    /// What it must be now.
    pub from: String,
    /// What it becomes.
    pub to: String,
    /// The state that the credential must have now.
    pub state_from: CredentialState,
    /// The state that it gets.
    pub state_to: CredentialState,
    /// Why it was judged again.
    pub cause: String,
    /// When.
    pub at: Timestamp,
    /// The events that follow, each wanted by someone.
    pub events: Vec<NewEvent>,
}

/// A credential that a walk judges; `Corrupt` where something of it cannot be read.
pub type ToJudge = (
    CredentialExtId,
    Result<(WebauthnCredential, CredentialEvidence), StoreError>,
);

/// Re-evaluation.
#[async_trait]
pub trait WebauthnTrustStore: Send + Sync + 'static {
    /// Asks for a walk; with the trace of the administrator who wants it, which names the walk that there is then. One of the same tenant and
    /// cause that no node has begun is that walk: it judges what both are about ([`ChangedModels::joined`]).
    async fn start_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        trace: Option<&AuditRow>,
    ) -> Result<Reevaluation, StoreError>;

    /// Among the unfinished walks that no node holds at `now`, the one that has waited longest since it was asked for or let go; it is held until
    /// `leased_until`.
    async fn lease_reevaluation(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
    ) -> Result<Option<Reevaluation>, StoreError>;

    /// Notes how far a walk is (`after`, `judged`, `changed`, `finished_at`), and lets it go at `now`. Of the finished ones of its tenant and cause
    /// the newest [`FINISHED_REEVALUATIONS_KEPT`] stay.
    async fn note_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Walks, newest first; this tenant's own only when one is named.
    async fn reevaluations(
        &self,
        tenant_id: Option<TenantId>,
        page: PageRequest<ReevaluationId>,
    ) -> Result<Page<Reevaluation, ReevaluationId>, StoreError>;

    /// The newest `limit` walks of this cause, newest first, whosever they are.
    async fn newest_reevaluations(
        &self,
        cause: &str,
        limit: u32,
    ) -> Result<Vec<Reevaluation>, StoreError>;

    /// At most `limit` credentials that the walk has to judge behind `after`, with the certificates they were registered with and the elements
    /// that counted (the other members of the evidence are empty), by identifier upwards. One that cannot be read keeps none of the others.
    async fn credentials_to_judge(
        &self,
        reevaluation: &Reevaluation,
        limit: u32,
    ) -> Result<Vec<ToJudge>, StoreError>;

    /// Changes the trust of a credential, with its history row and events; false when it is no longer as it was read.
    async fn settle_trust(&self, change: TrustChange) -> Result<bool, StoreError>;
}
