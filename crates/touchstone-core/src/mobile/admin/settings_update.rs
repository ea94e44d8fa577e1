//! Decides how a tenant's settings are changed: only to values in range.

use super::WRITE;
use super::settings_get::{read, stored_settings};
use crate::admin_write::{Words, expect_version};
use crate::audit::Trace;
use crate::mobile::MobileSettings;
use crate::ports::{Change, StoreError, Versioned};
use crate::{AdminCall, AdminError};

/// Changes the tenant's settings; `change` is told what is stored and says what shall be. Takes the scope `mobile:write`.
pub async fn update_settings(
    admin: &AdminCall<'_>,
    if_version: Option<u64>,
    change: impl FnOnce(MobileSettings) -> Result<MobileSettings, AdminError> + Send,
) -> Result<Versioned<MobileSettings>, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_settings(admin, tenant_id).await?;
    expect_version(&stored, if_version)?;
    let before = snapshot(&stored.value)?;
    let after = change(stored.value)?;
    let issues = after.issues();
    if !issues.is_empty() {
        return Err(AdminError::Invalid(issues));
    }
    let after = snapshot(&after)?;
    let audit = admin.audit(Trace {
        action: "mobile.settings.update",
        tenant_id: Some(tenant_id),
        object: "mobile.settings".to_owned(),
        before: Some(before),
        after: Some(after.clone()),
    });
    let change = Change {
        value: after.to_string(),
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let store = &admin.touchstone.world.store;
    let written = store.put_mobile_settings(tenant_id, change).await?;
    let written = Words::NONE.done(written, if_version)?;
    Ok(Versioned {
        value: read(&written.value)?,
        version: written.version,
    })
}

fn snapshot(settings: &MobileSettings) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(settings).map_err(|error| StoreError::Failed(Box::new(error)))
}
