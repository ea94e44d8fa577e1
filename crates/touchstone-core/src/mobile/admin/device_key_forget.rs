//! Decides how a device key is forgotten: afterwards its device is as one that never attested.

use super::WRITE;
use super::device_key_get::stored_key;
use super::snapshot::{device_key_object, device_key_snapshot};
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, DeviceKeyId};
use crate::{AdminCall, AdminError};

/// Forgets the device key. Takes the scope `mobile:write`.
pub async fn forget_device_key(admin: &AdminCall<'_>, id: DeviceKeyId) -> Result<(), AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let before = stored_key(admin, tenant_id, id).await?;
    let audit = admin.audit(Trace {
        action: "mobile.device_key.forget",
        tenant_id: Some(tenant_id),
        object: device_key_object(id),
        before: Some(device_key_snapshot(&before)),
        after: None,
    });
    let change = Change {
        value: id,
        if_version: None,
        audit,
    };
    let written = admin
        .touchstone
        .world
        .store
        .forget_device_key(tenant_id, change)
        .await?;
    Words::NONE.done(written, None)
}
