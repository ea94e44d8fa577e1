//! Decides how an Android app's policy is changed, and how it is disabled. Its package name never changes: another package is another app.

use super::fields::WORDS;
use super::get::stored_app;
use super::snapshot::snapshot;
use super::{AndroidAppFields, RegisteredAndroidApp};
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::mobile::admin::WRITE;
use crate::ports::{Change, Versioned};
use crate::{AdminCall, AdminError, AppId};

/// Changes the app; `change` is told what is stored and says what shall be. Takes the scope `mobile:write`.
pub async fn update_android_app(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
    change: impl FnOnce(AndroidAppFields) -> Result<AndroidAppFields, AdminError> + Send,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_app(admin, tenant_id, id).await?;
    expect_version(&stored, if_version)?;
    let before = stored.value;
    let fields = change(before.fields.clone())?;
    let after = RegisteredAndroidApp {
        fields,
        updated_at: admin.now(),
        ..before.clone()
    };
    after.check(admin, Some(&before.fields))?;
    let audit = admin.audit(Trace {
        action: "mobile.android_app.update",
        tenant_id: Some(tenant_id),
        object: id.to_string(),
        before: Some(snapshot(&before)),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: after.to_stored()?,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let written = admin
        .touchstone
        .world
        .store
        .update_android_app(change)
        .await?;
    let app = RegisteredAndroidApp::read(WORDS.done(written, if_version)?)?;
    Ok(app)
}
