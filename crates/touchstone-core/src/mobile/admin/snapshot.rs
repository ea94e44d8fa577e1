//! Decides how the audit log shows secrets and device keys.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::Timestamp;
use crate::mobile::StatusListView;
use crate::ports::{DeviceKey, DeviceKeyId, StoredStatusList};

/// Whether a secret is there: all that is said of one.
pub(super) const fn secret_word(is_set: bool) -> &'static str {
    if is_set { "set" } else { "cleared" }
}

pub(super) fn device_key_snapshot(key: &DeviceKey) -> Value {
    let id = key.id();
    let (app_id, reason) = match key {
        DeviceKey::Apple(key) => (key.app_id, &key.revoked_reason),
        DeviceKey::Android(key) => (key.app_id, &key.revoked_reason),
    };
    let (environment, counter) = match key {
        DeviceKey::Apple(key) => (Some(key.environment.as_str()), Some(key.counter)),
        DeviceKey::Android(_) => (None, None),
    };
    json!({
        "platform": id.platform.as_str(),
        "key_id": BASE64URL_NOPAD.encode(&id.key_id),
        "app_id": app_id,
        "environment": environment,
        "counter": counter,
        "registered_at": key.registered_at().to_string(),
        "revoked_at": key.revoked_at().map(|at| at.to_string()),
        "revoked_reason": reason,
    })
}

/// What there is one of.
pub(super) const STATUS_LIST_OBJECT: &str = "status_list";

pub(super) fn status_list_snapshot(list: &StoredStatusList) -> Value {
    status_list(list.entries, &list.source, list.fetched_at)
}

pub(super) fn status_list_view_snapshot(list: &StatusListView) -> Value {
    status_list(list.entries, &list.source, list.fetched_at)
}

/// Never its entries, of which there are thousands.
fn status_list(entries: u64, source: &str, fetched_at: Timestamp) -> Value {
    json!({ "entries": entries, "source": source, "fetched_at": fetched_at.to_string() })
}

/// How the audit log names a device key.
pub(super) fn device_key_object(id: DeviceKeyId) -> String {
    format!(
        "{}:{}",
        id.platform.as_str(),
        BASE64URL_NOPAD.encode(&id.key_id)
    )
}
