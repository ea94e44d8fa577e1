//! Decides how a secret of an Android app is written: sealed for its place, and traced only as there or not there.

use serde_json::{Value, json};

use super::RegisteredAndroidApp;
use super::fields::WORDS;
use super::get::stored_app;
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::mobile::admin::KEYS;
use crate::mobile::admin::snapshot::secret_word;
use crate::ports::{Change, Sealed, Versioned};
use crate::sealed::Place;
use crate::{AdminCall, AdminError, AppId};

pub(super) const DECRYPTION_KEY: &str = "play_decryption_key";
pub(super) const SERVICE_ACCOUNT: &str = "service_account";

/// Where the secret of this app lives that is kept in `column`.
pub(super) fn place<'a>(app: &RegisteredAndroidApp, column: &'a str, row: &'a str) -> Place<'a> {
    Place {
        entity: "android_app",
        column,
        row,
        tenant_id: Some(app.tenant_id),
    }
}

/// Seals a secret of this app.
pub(super) fn sealed(
    admin: &AdminCall<'_>,
    app: &RegisteredAndroidApp,
    column: &str,
    secret: &[u8],
) -> Sealed {
    let touchstone = admin.touchstone;
    let row = app.id.to_string();
    let (place, random) = (place(app, column, &row), &*touchstone.world.random);
    Sealed(touchstone.sealer.seal(secret, &place, random))
}

/// Writes the app as `change` leaves it. Takes the scope `mobile:keys`.
pub(super) async fn write(
    admin: &AdminCall<'_>,
    action: &'static str,
    id: AppId,
    if_version: Option<u64>,
    change: impl FnOnce(&mut RegisteredAndroidApp) -> Result<(), AdminError> + Send,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    admin.require(KEYS)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_app(admin, tenant_id, id).await?;
    expect_version(&stored, if_version)?;
    let mut after = stored.value.clone();
    change(&mut after)?;
    after.updated_at = admin.now();
    let audit = admin.audit(Trace {
        action,
        tenant_id: Some(tenant_id),
        object: id.to_string(),
        before: Some(told(&stored.value)),
        after: Some(told(&after)),
    });
    let change = Change {
        value: after.to_stored()?,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let store = &admin.touchstone.world.store;
    let written = store.update_android_app(change).await?;
    Ok(RegisteredAndroidApp::read(
        WORDS.done(written, if_version)?,
    )?)
}

fn told(app: &RegisteredAndroidApp) -> Value {
    json!({
        "play_keys": secret_word(app.play_keys.is_some()),
        "service_account": secret_word(app.service_account.is_some()),
    })
}
