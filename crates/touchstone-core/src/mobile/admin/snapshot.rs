//! Decides how the audit log shows apps and device keys.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::RegisteredApp;
use crate::ports::{DeviceKey, DeviceKeyId};

pub(super) fn app_snapshot(app: &RegisteredApp) -> Value {
    json!({
        "id": app.id,
        "apple_app_id": app.apple_app_id,
        "policy": app.fields.policy,
        "enabled": app.fields.enabled,
    })
}

pub(super) fn device_key_snapshot(key: &DeviceKey) -> Value {
    let id = key.id();
    let (app_id, reason) = match key {
        DeviceKey::Apple(key) => (key.app_id, &key.revoked_reason),
        DeviceKey::Android(key) => (key.app_id, &key.revoked_reason),
    };
    let mut snapshot = json!({
        "platform": id.platform.as_str(),
        "key_id": BASE64URL_NOPAD.encode(&id.key_id),
        "app_id": app_id,
        "registered_at": key.registered_at().to_string(),
        "revoked_at": key.revoked_at().map(|at| at.to_string()),
        "revoked_reason": reason,
    });
    if let DeviceKey::Apple(key) = key {
        snapshot["environment"] = key.environment.as_str().into();
        snapshot["counter"] = key.counter.into();
    }
    snapshot
}

/// How the audit log names a device key.
pub(super) fn device_key_object(id: DeviceKeyId) -> String {
    format!(
        "{}:{}",
        id.platform.as_str(),
        BASE64URL_NOPAD.encode(&id.key_id)
    )
}
