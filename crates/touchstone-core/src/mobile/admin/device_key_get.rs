//! Decides who may see a device key.

use super::READ;
use crate::ports::{DeviceKey, DeviceKeyId};
use crate::{AdminCall, AdminError, TenantId};

/// The device key, when it is registered in the tenant. Takes the scope `mobile:read`.
pub async fn device_key(admin: &AdminCall<'_>, id: DeviceKeyId) -> Result<DeviceKey, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    stored_key(admin, tenant_id, id).await
}

pub(super) async fn stored_key(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    id: DeviceKeyId,
) -> Result<DeviceKey, AdminError> {
    let found = admin
        .touchstone
        .world
        .store
        .device_key(tenant_id, id)
        .await?;
    found.ok_or(AdminError::NotFound)
}
