//! Decides who may see an Android app.

use super::RegisteredAndroidApp;
use crate::mobile::admin::READ;
use crate::ports::Versioned;
use crate::{AdminCall, AdminError, AppId, TenantId};

/// The app, when it belongs to the tenant. Takes the scope `mobile:read`.
pub async fn android_app(
    admin: &AdminCall<'_>,
    id: AppId,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_app(admin, tenant_id, id).await
}

pub(super) async fn stored_app(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    id: AppId,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    let found = admin
        .touchstone
        .world
        .store
        .android_app(tenant_id, id)
        .await?;
    Ok(RegisteredAndroidApp::read(
        found.ok_or(AdminError::NotFound)?,
    )?)
}
