//! Decides who may see an Apple app.

use super::RegisteredAppleApp;
use crate::mobile::admin::READ;
use crate::ports::Versioned;
use crate::{AdminCall, AdminError, AppId, TenantId};

/// The app, when it belongs to the tenant. Takes the scope `mobile:read`.
pub async fn apple_app(
    admin: &AdminCall<'_>,
    id: AppId,
) -> Result<Versioned<RegisteredAppleApp>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_app(admin, tenant_id, id).await
}

pub(super) async fn stored_app(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    id: AppId,
) -> Result<Versioned<RegisteredAppleApp>, AdminError> {
    let found = admin
        .touchstone
        .world
        .store
        .apple_app(tenant_id, id)
        .await?;
    Ok(RegisteredAppleApp::read(
        found.ok_or(AdminError::NotFound)?,
    )?)
}
