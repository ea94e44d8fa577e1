//! Decides how an Apple app is registered.

use super::fields::WORDS;
use super::snapshot::snapshot;
use super::{AppleAppFields, RegisteredAppleApp};
use crate::audit::Trace;
use crate::mobile::admin::{APPS_PER_TENANT_MAX, WRITE};
use crate::ports::{Change, Versioned};
use crate::{AdminCall, AdminError, AppId};

/// Registers an app under its App ID, which is unique in the tenant. Takes the scope `mobile:write`.
pub async fn create_apple_app(
    admin: &AdminCall<'_>,
    apple_app_id: String,
    fields: AppleAppFields,
) -> Result<Versioned<RegisteredAppleApp>, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let world = &admin.touchstone.world;
    let app = RegisteredAppleApp {
        id: AppId::new(admin.now(), &*world.random),
        tenant_id,
        apple_app_id,
        fields,
        devicecheck_key: None,
        created_at: admin.now(),
        updated_at: admin.now(),
    };
    app.check()?;
    let audit = admin.audit(Trace {
        action: "mobile.apple_app.create",
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
        .create_apple_app(change, APPS_PER_TENANT_MAX)
        .await?;
    let app = RegisteredAppleApp::read(WORDS.done(written, None)?)?;
    Ok(app)
}
