//! Decides who may list device keys.

use super::READ;
use crate::ports::{AppleKey, AppleKeyFilter, DeviceKeyCursor, Page, PageRequest};
use crate::{AdminCall, AdminError};

/// The tenant's device keys of iPhones, newest registration first. Takes the scope `mobile:read`.
pub async fn device_keys(
    admin: &AdminCall<'_>,
    filter: AppleKeyFilter,
    page: PageRequest<DeviceKeyCursor>,
) -> Result<Page<AppleKey, DeviceKeyCursor>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    Ok(admin
        .touchstone
        .world
        .store
        .apple_keys(tenant_id, &filter, page)
        .await?)
}
