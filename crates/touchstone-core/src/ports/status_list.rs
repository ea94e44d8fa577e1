//! Decides what is kept of Android's status list of revoked attestation keys: one row per deployment (spec mobile.md 5.1 and 7.2).

use async_trait::async_trait;
use bytes::Bytes;
use touchstone_evidence::Timestamp;

use super::{AuditRow, Change, StoreError};

/// A status list as it was fetched or loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredStatusList {
    /// The JSON text.
    pub body: Bytes,
    /// When it was last known to be the newest one: fetched, or confirmed by its source.
    pub fetched_at: Timestamp,
    /// Until when it need not be fetched again.
    pub fresh_until: Timestamp,
    /// The validator of its source, if it gave one.
    pub etag: Option<String>,
    /// How many entries it has.
    pub entries: u64,
    /// Where it came from: an address, or `loaded` for one that an administrator brought.
    pub source: String,
}

/// The status list of the deployment.
#[async_trait]
pub trait StatusListStore: Send + Sync + 'static {
    /// The stored list without its body, for looking whether another node has a newer one: `(fetched_at, etag)`.
    async fn status_list_age(&self) -> Result<Option<(Timestamp, Option<String>)>, StoreError>;

    /// The stored list.
    async fn status_list(&self) -> Result<Option<StoredStatusList>, StoreError>;

    /// Stores a list in place of one that was fetched no later, or more than 300 s later (by a clock that has been corrected since); false when
    /// the stored one is newer. Every node hears [`super::Notice::Everything`]. The trace of an administrator who asked for it is left in
    /// either case.
    async fn put_status_list(
        &self,
        list: &StoredStatusList,
        trace: Option<&AuditRow>,
    ) -> Result<bool, StoreError>;

    /// Stores a list that an administrator brought, whatever is stored, and leaves the trace of it. Every node hears
    /// [`super::Notice::Everything`].
    async fn load_status_list(&self, change: Change<StoredStatusList>) -> Result<(), StoreError>;
}
