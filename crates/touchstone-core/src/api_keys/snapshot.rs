//! Decides how the audit log shows a key: never its hash, and of the key itself only the first eight characters.

use serde_json::{Value, json};

use crate::ports::ApiKey;

pub(super) fn snapshot(key: &ApiKey) -> Value {
    json!({
        "id": key.id,
        "kind": key.kind,
        "prefix": key.prefix,
        "label": key.label,
        "app_ids": key.app_ids,
        "rp": key.rp_id,
        "scopes": key.scopes,
        "expires_at": key.expires_at.map(|at| at.to_string()),
        "revoked_at": key.revoked_at.map(|at| at.to_string()),
        "revoked_reason": key.revoked_reason,
    })
}
