//! Decides how a row of the audit log looks.

use serde::Serialize;
use serde_json::Value;
use touchstone_core::ports::{Actor, AuditRow};
use touchstone_core::{AdminError, ApiKeyId, AuditId, TenantId};

use super::stored_json;

#[derive(Debug, Serialize)]
pub(super) struct AuditShape {
    id: AuditId,
    tenant_id: Option<TenantId>,
    actor: ActorShape,
    action: String,
    object: String,
    before: Option<Value>,
    after: Option<Value>,
    request_id: String,
    created_at: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ActorShape {
    ApiKey { id: ApiKeyId },
    Local,
    Server,
}

impl TryFrom<AuditRow> for AuditShape {
    type Error = AdminError;

    fn try_from(row: AuditRow) -> Result<Self, AdminError> {
        let json =
            |text: Option<String>| text.map(|text| stored_json(&text, "audit row")).transpose();
        Ok(Self {
            id: row.id,
            tenant_id: row.tenant_id,
            actor: match row.actor {
                Actor::ApiKey(id) => ActorShape::ApiKey { id },
                Actor::Local => ActorShape::Local,
                Actor::Server => ActorShape::Server,
            },
            action: row.action,
            object: row.object,
            before: json(row.before)?,
            after: json(row.after)?,
            request_id: row.request_id,
            created_at: row.created_at.to_string(),
        })
    }
}
