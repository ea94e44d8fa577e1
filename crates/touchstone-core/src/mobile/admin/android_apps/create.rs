//! Decides how an Android app is registered.

use super::fields::WORDS;
use super::snapshot::snapshot;
use super::{AndroidAppFields, RegisteredAndroidApp};
use crate::audit::Trace;
use crate::mobile::admin::{APPS_PER_TENANT_MAX, WRITE};
use crate::ports::{Change, Versioned};
use crate::{AdminCall, AdminError, AppId};

/// Registers an app under its package name, which is unique in the tenant. Takes the scope `mobile:write`.
pub async fn create_android_app(
    admin: &AdminCall<'_>,
    package_name: String,
    fields: AndroidAppFields,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let world = &admin.touchstone.world;
    let app = RegisteredAndroidApp {
        id: AppId::new(admin.now(), &*world.random),
        tenant_id,
        package_name,
        fields,
        play_keys: None,
        service_account: None,
        created_at: admin.now(),
        updated_at: admin.now(),
    };
    app.check(admin, None)?;
    let audit = admin.audit(Trace {
        action: "mobile.android_app.create",
        tenant_id: Some(tenant_id),
        object: app.id.to_string(),
        before: None,
        after: Some(snapshot(&app)),
    });
    let change = Change {
        value: app.to_stored()?,
        if_version: None,
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let written = world
        .store
        .create_android_app(change, APPS_PER_TENANT_MAX)
        .await?;
    let app = RegisteredAndroidApp::read(WORDS.done(written, None)?)?;
    Ok(app)
}
