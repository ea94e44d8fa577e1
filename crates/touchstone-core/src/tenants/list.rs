//! Decides which tenants a key sees: its own, or all.

use crate::ports::{Page, PageRequest, Tenant, Versioned};
use crate::{AdminCall, AdminError, TenantId};

/// Tenants, newest first. Takes no scope.
pub async fn list(
    admin: &AdminCall<'_>,
    page: PageRequest<TenantId>,
) -> Result<Page<Versioned<Tenant>, TenantId>, AdminError> {
    let only = admin.tenant_if_any().await?;
    Ok(admin.touchstone.world.store.tenants(only, page).await?)
}
