//! Decides who may see a user of passkeys.

use crate::ports::WebauthnUser;
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError, TenantId};

/// The user, when it belongs to the tenant. Takes the scope `webauthn:read`.
pub async fn user(admin: &AdminCall<'_>, ext_id: &str) -> Result<WebauthnUser, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_user(admin, tenant_id, ext_id).await
}

pub(in crate::webauthn::admin) async fn stored_user(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    ext_id: &str,
) -> Result<WebauthnUser, AdminError> {
    let store = &admin.touchstone.world.store;
    let found = store.webauthn_user(tenant_id, ext_id).await?;
    found.ok_or(AdminError::NotFound)
}
