//! Decides how the DeviceCheck key of an app's team is set and cleared (spec mobile.md 10.5). It is sealed, and never readable again.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::RegisteredAppleApp;
use super::fields::WORDS;
use super::get::stored_app;
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::mobile::admin::KEYS;
use crate::mobile::admin::private_key::check_p256;
use crate::mobile::admin::snapshot::secret_word;
use crate::ports::{Change, Sealed, Versioned};
use crate::sealed::Place;
use crate::{AdminCall, AdminError, AppId};

const KEY_ID_CHARS: usize = 10;

/// A DeviceCheck key as Apple hands it out. Not `Debug`: it is a secret.
pub struct NewDeviceCheckKey {
    /// Its name: 10 of A-Z and 0-9.
    pub key_id: String,
    /// The P-256 private key, PKCS #8 in PEM: the whole text of Apple's `.p8` file.
    pub p8: Zeroizing<String>,
}

impl NewDeviceCheckKey {
    fn check(&self) -> Result<(), AdminError> {
        let key_id = self.key_id.as_bytes();
        let named = key_id.len() == KEY_ID_CHARS
            && key_id
                .iter()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !named {
            let message = "must be the key's identifier at Apple: 10 of A-Z and 0-9";
            return Err(AdminError::invalid("key_id", message));
        }
        check_p256("p8", &self.p8)
    }
}

/// Sets the key, in place of any other. Takes the scope `mobile:keys`.
pub async fn set_devicecheck_key(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
    key: NewDeviceCheckKey,
) -> Result<Versioned<RegisteredAppleApp>, AdminError> {
    let seal = |app: &RegisteredAppleApp| {
        key.check()?;
        let row = app.id.to_string();
        let place = Place {
            entity: "apple_app",
            column: "devicecheck_key",
            row: &row,
            tenant_id: Some(app.tenant_id),
        };
        let text = json!({ "key_id": key.key_id, "p8": key.p8.as_str() }).to_string();
        let text = Zeroizing::new(text);
        let touchstone = admin.touchstone;
        let random = &*touchstone.world.random;
        let sealed = touchstone.sealer.seal(text.as_bytes(), &place, random);
        Ok(Some(Sealed(sealed)))
    };
    write(
        admin,
        "mobile.apple_app.devicecheck_key.set",
        id,
        if_version,
        seal,
    )
    .await
}

/// Clears the key; receipts are no longer exchanged. Takes the scope `mobile:keys`.
pub async fn clear_devicecheck_key(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
) -> Result<Versioned<RegisteredAppleApp>, AdminError> {
    let action = "mobile.apple_app.devicecheck_key.clear";
    write(admin, action, id, if_version, |_| Ok(None)).await
}

async fn write(
    admin: &AdminCall<'_>,
    action: &'static str,
    id: AppId,
    if_version: Option<u64>,
    key: impl FnOnce(&RegisteredAppleApp) -> Result<Option<Sealed>, AdminError> + Send,
) -> Result<Versioned<RegisteredAppleApp>, AdminError> {
    admin.require(KEYS)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_app(admin, tenant_id, id).await?;
    expect_version(&stored, if_version)?;
    let before = stored.value;
    let after = RegisteredAppleApp {
        devicecheck_key: key(&before)?,
        updated_at: admin.now(),
        ..before.clone()
    };
    let audit = admin.audit(Trace {
        action,
        tenant_id: Some(tenant_id),
        object: id.to_string(),
        before: Some(told(&before)),
        after: Some(told(&after)),
    });
    let change = Change {
        value: after.to_stored()?,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let store = &admin.touchstone.world.store;
    let written = store.update_apple_app(change).await?;
    Ok(RegisteredAppleApp::read(WORDS.done(written, if_version)?)?)
}

fn told(app: &RegisteredAppleApp) -> Value {
    json!({ "devicecheck_key": secret_word(app.devicecheck_key.is_some()) })
}
