//! Decides what is kept of a tenant: the owner of keys, apps, credentials and verdicts. Nothing crosses.

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{Change, Page, PageRequest, StoreError, Versioned, Written};
use crate::TenantId;

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its identifier.
    pub id: TenantId,
    /// Its unique short name: 1 to 63 of `[a-z0-9-]`, beginning with a letter.
    pub name: String,
    /// A disabled tenant's API keys are refused.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// Tenants.
#[async_trait]
pub trait TenantStore: Send + Sync + 'static {
    /// Stores a new tenant: `Done` or `Taken` (by name).
    async fn create_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, StoreError>;

    /// The tenant of this identifier.
    async fn tenant(&self, id: TenantId) -> Result<Option<Versioned<Tenant>>, StoreError>;

    /// The tenant of this name.
    async fn tenant_by_name(&self, name: &str) -> Result<Option<Versioned<Tenant>>, StoreError>;

    /// All tenants, newest first; `only` leaves one (for keys that are bound to a tenant).
    async fn tenants(
        &self,
        only: Option<TenantId>,
        page: PageRequest<TenantId>,
    ) -> Result<Page<Versioned<Tenant>, TenantId>, StoreError>;

    /// Writes name, `enabled` and `updated_at`: `Done`, `NotFound`, `VersionDiffers` or `Taken`.
    async fn update_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, StoreError>;
}
