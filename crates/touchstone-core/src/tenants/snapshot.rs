//! Decides how the audit log shows a tenant.

use serde_json::{Value, json};

use crate::ports::Tenant;

pub(super) fn snapshot(tenant: &Tenant) -> Value {
    json!({ "id": tenant.id, "name": tenant.name, "enabled": tenant.enabled })
}
