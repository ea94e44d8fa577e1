//! Decides how a store says that it is well, and how it tells this node what other nodes changed.

use async_trait::async_trait;
use tokio::sync::broadcast;

use crate::TenantId;

/// Why the store is not ready (`spec/purchases.md` 2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HealthError {
    /// Nobody listens at its address.
    #[error("connection refused")]
    ConnectionRefused,
    /// It did not answer in time.
    #[error("timeout")]
    Timeout,
    /// Its schema is not the one of this binary.
    #[error("not migrated")]
    NotMigrated,
    /// It answered with an error.
    #[error("error")]
    Failed,
}

/// Something that nodes keep a copy of was changed: keys, tenants, settings or apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Whatever is cached for this tenant is stale.
    Tenant(TenantId),
    /// Whatever is cached is stale: server-wide keys, a lost connection to the other nodes.
    Everything,
}

/// Well-being and news.
#[async_trait]
pub trait HealthStore: Send + Sync + 'static {
    /// Whether a query answers and the schema is this binary's.
    async fn health(&self) -> Result<(), HealthError>;

    /// News of changes, of this node (after their commit) and of others (within seconds; an engine with one node has none).
    fn notices(&self) -> broadcast::Receiver<Notice>;
}
