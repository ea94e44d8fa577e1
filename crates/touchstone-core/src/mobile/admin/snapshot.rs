//! Decides how the audit log shows apps and device keys.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::RegisteredApp;
use crate::ports::AppleKey;

pub(super) fn app_snapshot(app: &RegisteredApp) -> Value {
    json!({
        "id": app.id,
        "apple_app_id": app.apple_app_id,
        "policy": app.fields.policy,
        "enabled": app.fields.enabled,
    })
}

pub(super) fn device_key_snapshot(key: &AppleKey) -> Value {
    json!({
        "platform": "apple",
        "key_id": BASE64URL_NOPAD.encode(&key.key_id),
        "app_id": key.app_id,
        "environment": key.environment,
        "counter": key.counter,
        "registered_at": key.registered_at.to_string(),
        "revoked_at": key.revoked_at.map(|at| at.to_string()),
        "revoked_reason": key.revoked_reason,
    })
}

/// How the audit log names a device key.
pub(super) fn device_key_object(key_id: &[u8; 32]) -> String {
    format!("apple:{}", BASE64URL_NOPAD.encode(key_id))
}
