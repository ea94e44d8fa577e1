//! Decides how a device key is revoked: for good; the device can attest a new key.

use super::WRITE;
use super::device_key_get::stored_key;
use super::snapshot::{device_key_object, device_key_snapshot};
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, DeviceKey, DeviceKeyId};
use crate::words::check_reason;
use crate::{AdminCall, AdminError};

/// Revokes the device key; one that is revoked stays as it is. Takes the scope `mobile:write`.
pub async fn revoke_device_key(
    admin: &AdminCall<'_>,
    id: DeviceKeyId,
    reason: String,
) -> Result<DeviceKey, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    check_reason(&reason)?;
    let before = stored_key(admin, tenant_id, id).await?;
    let mut after = before.clone();
    if after.revoked_at().is_none() {
        after.revoke(admin.now(), reason.clone());
    }
    let audit = admin.audit(Trace {
        action: "mobile.device_key.revoke",
        tenant_id: Some(tenant_id),
        object: device_key_object(id),
        before: Some(device_key_snapshot(&before)),
        after: Some(device_key_snapshot(&after)),
    });
    let change = Change {
        value: reason,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let written = store
        .revoke_device_key(tenant_id, id, admin.now(), change)
        .await?;
    Words::NONE.done(written, None)
}
