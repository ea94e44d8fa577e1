//! Decides who may list device keys.

use super::READ;
use crate::ports::{DeviceKey, DeviceKeyCursor, DeviceKeyFilter, Page, PageRequest};
use crate::{AdminCall, AdminError};

/// The tenant's device keys, newest registration first. Takes the scope `mobile:read`.
pub async fn device_keys(
    admin: &AdminCall<'_>,
    filter: DeviceKeyFilter,
    page: PageRequest<DeviceKeyCursor>,
) -> Result<Page<DeviceKey, DeviceKeyCursor>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    Ok(admin
        .touchstone
        .world
        .store
        .device_keys(tenant_id, &filter, page)
        .await?)
}
