//! Decides what is kept of what is known about authenticators: BLOBs of metadata services, statements of the tenants' own (spec
//! webauthn.md 4.5 and 5).

use async_trait::async_trait;
use bytes::Bytes;
use touchstone_evidence::Timestamp;

use super::{AuditRow, Change, Reevaluation, StoreError, Written};
use crate::TenantId;

/// A source of metadata and the BLOB that was last taken over from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MdsSource {
    /// Its address.
    pub url: String,
    /// The number of the BLOB; `None` while none was taken over.
    pub number: Option<i64>,
    /// The date from which another BLOB is due, as `YYYY-MM-DD`.
    pub next_update: Option<String>,
    /// The validator of the source.
    pub etag: Option<String>,
    /// When the BLOB was last known to be the newest one.
    pub fetched_at: Option<Timestamp>,
    /// When the BLOB was taken over: as of then it was judged. It stays when the source says that nothing is new.
    pub taken_over_at: Option<Timestamp>,
    /// When the source was last asked, with whatever end.
    pub asked_at: Option<Timestamp>,
    /// Why the last attempt failed: a reason code, or what the network said; `None` after a success.
    pub reason: Option<String>,
    /// How many entries were taken over.
    pub entries: u64,
    /// How many entries could not be read.
    pub skipped: u64,
}

/// What is known of a tenant's own statement without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementHead {
    /// The model.
    pub aaguid: [u8; 16],
    /// What the statement calls the model.
    pub description: Option<String>,
    /// SHA-256 of the statement: another one has another.
    pub sha256: [u8; 32],
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// A statement about a model that a tenant wrote itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalStatement {
    /// The tenant.
    pub tenant_id: TenantId,
    /// What is known without reading it.
    pub head: StatementHead,
    /// An entry in the form of MDS3, as JSON.
    pub json: String,
}

/// How much a tenant may say itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementLimits {
    /// Statements of a tenant.
    pub per_tenant: u64,
    /// Bytes of all of them together.
    pub bytes_per_tenant: u64,
}

/// Knowledge about authenticators.
#[async_trait]
pub trait WebauthnMetadataStore: Send + Sync + 'static {
    /// Every source that was ever asked, without BLOB.
    async fn mds_sources(&self) -> Result<Vec<MdsSource>, StoreError>;

    /// The BLOB of this source.
    async fn mds_blob(&self, url: &str) -> Result<Option<Bytes>, StoreError>;

    /// Stores a BLOB, and the walk that it leads to, unless the stored one has the same or a greater number; false when it has. Every node
    /// hears `Notice::Everything`.
    async fn put_mds_blob(
        &self,
        source: &MdsSource,
        blob: &[u8],
        walk: Option<&Reevaluation>,
        trace: Option<&AuditRow>,
    ) -> Result<bool, StoreError>;

    /// Notes how the source was asked, without another BLOB: `etag`, `fetched_at`, `asked_at` and `reason` are written, the rest stays.
    async fn note_mds_asked(
        &self,
        source: &MdsSource,
        trace: Option<&AuditRow>,
    ) -> Result<(), StoreError>;

    /// The tenant's own statements without their text, by AAGUID; at most 1,000.
    async fn statement_heads(&self, tenant_id: TenantId) -> Result<Vec<StatementHead>, StoreError>;

    /// Those of the tenant's own statements that are about one of the models, by AAGUID.
    async fn local_statements(
        &self,
        tenant_id: TenantId,
        models: &[[u8; 16]],
    ) -> Result<Vec<LocalStatement>, StoreError>;

    /// Stores a statement in place of the tenant's older one for the model: `Done`, `Full` or `TooLarge`. Done, the walk is asked
    /// for as by [`super::WebauthnTrustStore::start_reevaluation`], and every node hears of the tenant.
    async fn put_local_statement(
        &self,
        change: Change<LocalStatement>,
        limits: StatementLimits,
        walk: &Reevaluation,
    ) -> Result<Written<LocalStatement>, StoreError>;

    /// Removes a statement: `Done` or `NotFound`. Done, the walk is asked for, and every node hears of the tenant.
    async fn remove_local_statement(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 16]>,
        walk: &Reevaluation,
    ) -> Result<Written<()>, StoreError>;
}
