//! Decides how an Android app is removed: not while device keys hang on it, unless they shall go too.

use super::fields::WORDS;
use super::get::stored_app;
use super::snapshot::snapshot;
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::mobile::admin::WRITE;
use crate::ports::{Change, RemovedApp};
use crate::{AdminCall, AdminError, AppId};

/// Removes the app, with its device keys when `force` is set; how many those were. Takes the scope `mobile:write`.
pub async fn remove_android_app(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
    force: bool,
) -> Result<RemovedApp, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_app(admin, tenant_id, id).await?;
    expect_version(&stored, if_version)?;
    let audit = admin.audit(Trace {
        action: "mobile.android_app.remove",
        tenant_id: Some(tenant_id),
        object: id.to_string(),
        before: Some(snapshot(&stored.value)),
        after: None,
    });
    let change = Change {
        value: id,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let written = admin
        .touchstone
        .world
        .store
        .remove_android_app(tenant_id, force, change)
        .await?;
    let removed = WORDS.done(written, if_version)?;
    Ok(removed)
}
