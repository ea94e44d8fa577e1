//! Decides how the audit log shows an Android app.

use serde_json::{Value, json};

use super::RegisteredAndroidApp;
use crate::mobile::admin::snapshot::secret_word;

pub(super) fn snapshot(app: &RegisteredAndroidApp) -> Value {
    json!({
        "id": app.id,
        "package_name": app.package_name,
        "policy": app.fields.policy,
        "play_keys": secret_word(app.play_keys.is_some()),
        "service_account": secret_word(app.service_account.is_some()),
        "enabled": app.fields.enabled,
    })
}
