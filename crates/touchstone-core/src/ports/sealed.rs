//! Decides how secrets at rest are reached for a change of the master key. The store never sees one in the clear.

use async_trait::async_trait;

use super::{Change, StoreError};
use crate::TenantId;

/// A sealed value and its place, which is bound to it as additional data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// The entity, such as `session_master_key`.
    pub entity: String,
    /// The column.
    pub column: String,
    /// The identifier of the row.
    pub row: String,
    /// The tenant of the row.
    pub tenant_id: Option<TenantId>,
    /// The sealed bytes, with the identifier of their master key.
    pub sealed: Vec<u8>,
}

/// Sealed values of every entity.
#[async_trait]
pub trait SealedStore: Send + Sync + 'static {
    /// The check value that tells a right master key from a wrong one.
    async fn master_key_check(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// Stores the first check value and answers with the one that is stored (one insert wins).
    async fn put_master_key_check_if_absent(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError>;

    /// Replaces the check value `old` by `change.value` and leaves the trace of the rotation; false when `old` is not what is
    /// stored.
    async fn replace_master_key_check(
        &self,
        old: &[u8],
        change: Change<Vec<u8>>,
    ) -> Result<bool, StoreError>;

    /// At most `limit` sealed values whose first `prefix.len()` bytes differ from `prefix` (those of the current master key).
    async fn sealed_otherwise(
        &self,
        prefix: &[u8],
        limit: u32,
    ) -> Result<Vec<SealedRow>, StoreError>;

    /// Replaces the sealed bytes `row.sealed` by `new`; false when the row or its bytes have changed meanwhile.
    async fn reseal(&self, row: &SealedRow, new: &[u8]) -> Result<bool, StoreError>;
}
