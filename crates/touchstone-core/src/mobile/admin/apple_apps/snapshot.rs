//! Decides how the audit log shows an Apple app.

use serde_json::{Value, json};

use super::RegisteredAppleApp;
use crate::mobile::admin::snapshot::secret_word;

pub(super) fn snapshot(app: &RegisteredAppleApp) -> Value {
    json!({
        "id": app.id,
        "apple_app_id": app.apple_app_id,
        "policy": app.fields.policy,
        "devicecheck_key": secret_word(app.devicecheck_key.is_some()),
        "enabled": app.fields.enabled,
    })
}
