//! Decides who may see a device key.

use super::READ;
use crate::ports::AppleKey;
use crate::{AdminCall, AdminError, TenantId};

/// The device key of an iPhone, when it is registered in the tenant. Takes the scope `mobile:read`.
pub async fn device_key(admin: &AdminCall<'_>, key_id: &[u8; 32]) -> Result<AppleKey, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_key(admin, tenant_id, key_id).await
}

pub(super) async fn stored_key(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    key_id: &[u8; 32],
) -> Result<AppleKey, AdminError> {
    let found = admin
        .touchstone
        .world
        .store
        .apple_key(tenant_id, key_id)
        .await?;
    found.ok_or(AdminError::NotFound)
}
