//! Decides what the family `mobile` keeps and reads while it verifies (spec mobile.md 3.3 and 5.1).

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{
    AndroidApp, AppleApp, Claim, DeviceKey, DeviceKeyId, MobileSettlement, Settled, StoreError,
    Versioned,
};
use crate::{SessionKeyId, TenantId};

/// All that `verify` needs to know of a tenant; small, read often, changed seldom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MobilePolicy {
    /// The tenant's settings as JSON; `None` while nobody has set any.
    pub settings: Option<Versioned<String>>,
    /// The registered Apple apps, disabled ones too, at most 1,000.
    pub apple_apps: Vec<AppleApp>,
    /// The registered Android apps, disabled ones too, at most 1,000.
    pub android_apps: Vec<AndroidApp>,
}

/// Whether something that can be used once is still free: an early exit only, the settlement decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// No use is recorded.
    Free,
    /// It was used.
    Used,
    /// It ends at or before the prune mark.
    Expired,
}

/// What is read in one round trip before the evidence is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MobileLookup {
    /// `Free` when no claim was asked for.
    pub claim: ClaimState,
    /// The device key, when one was asked for and is registered in the tenant.
    pub device_key: Option<DeviceKey>,
}

/// A sealed session master key (spec mobile.md 3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKey {
    /// Its identifier; in the order of birth.
    pub id: SessionKeyId,
    /// The sealed 32 bytes.
    pub sealed: Vec<u8>,
    /// When it was made; from then on it verifies.
    pub created_at: Timestamp,
    /// From when on it issues.
    pub issues_from: Timestamp,
}

/// How much a round of pruning removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Uses of sessions.
    pub sessions: u64,
    /// Uses of nonces.
    pub nonces: u64,
}

/// Verification.
#[async_trait]
pub trait MobileStore: Send + Sync + 'static {
    /// Settings and apps of the tenant.
    async fn mobile_policy(&self, tenant_id: TenantId) -> Result<MobilePolicy, StoreError>;

    /// Reads claim and device key in one round trip. A nonce counts as used while its row's `expires_at` is later than `now`.
    async fn mobile_lookup(
        &self,
        tenant_id: TenantId,
        claim: Option<Claim>,
        device_key_id: Option<DeviceKeyId>,
        now: Timestamp,
    ) -> Result<MobileLookup, StoreError>;

    /// Settles: one durable transaction, answered after its commit. A lost race is no error: the ending that the caller supplied
    /// for it is written and answered. A conflict for which none was supplied is `StoreError::Corrupt` and changes nothing.
    async fn settle_mobile(&self, settlement: MobileSettlement) -> Result<Settled, StoreError>;

    /// The live session master keys, oldest first.
    async fn session_keys(&self) -> Result<Vec<SessionKey>, StoreError>;

    /// Stores the first session master key and answers with all that are stored (one insert wins).
    async fn put_first_session_key(&self, key: &SessionKey) -> Result<Vec<SessionKey>, StoreError>;

    /// Deletes uses of sessions that ended at or before `ended_by`, at most `limit` per tenant, after the greatest deleted end was
    /// stored as the tenant's prune mark, and uses of nonces that expired at `now`. No settlement can slip between mark and deletion.
    async fn prune_mobile(
        &self,
        now: Timestamp,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Pruned, StoreError>;

    /// Deletes the session master key.
    async fn delete_session_key(&self, id: SessionKeyId) -> Result<(), StoreError>;
}
