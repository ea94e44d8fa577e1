//! Decides how a row of the audit log is written as columns and read again.

use touchstone_core::AuditId;
use touchstone_core::ports::{Actor, AuditFilter, AuditRow, StoreError};

use super::{Fields, ListQuery, Row, corrupt};

/// The word for the actor, and its API key.
pub(crate) fn actor_words(actor: &Actor) -> (&'static str, Option<String>) {
    match actor {
        Actor::ApiKey(id) => ("api_key", Some(id.to_string())),
        Actor::Local => ("local", None),
        Actor::Server => ("server", None),
    }
}

fn actor(fields: &mut Fields<'_>) -> Result<Actor, StoreError> {
    let word = fields.text("audit_log.actor")?;
    let api_key_id = fields.optional_parsed("audit_log.actor_api_key_id")?;
    match (word.as_str(), api_key_id) {
        ("api_key", Some(id)) => Ok(Actor::ApiKey(id)),
        ("local", None) => Ok(Actor::Local),
        ("server", None) => Ok(Actor::Server),
        _ => Err(corrupt("audit_log.actor")),
    }
}

pub(crate) fn audit_row(row: &dyn Row) -> Result<AuditRow, StoreError> {
    let mut fields = Fields::new(row);
    Ok(AuditRow {
        id: fields.parsed("audit_log.id")?,
        tenant_id: fields.optional_parsed("audit_log.tenant_id")?,
        actor: actor(&mut fields)?,
        action: fields.text("audit_log.action")?,
        object: fields.text("audit_log.object")?,
        before: fields.optional_text("audit_log.before")?,
        after: fields.optional_text("audit_log.after")?,
        request_id: fields.text("audit_log.request_id")?,
        created_at: fields.time("audit_log.created_at")?,
    })
}

pub(crate) fn audit_rows(filter: &AuditFilter, after: Option<AuditId>, limit: usize) -> ListQuery {
    ListQuery::new(
        "SELECT id, tenant_id, actor, actor_api_key_id, action, object, before_json, after_json, \
         request_id, created_at FROM audit_log",
    )
    .only("tenant_id =", filter.tenant_id.map(|id| id.to_string()))
    .only("action =", filter.action.as_deref())
    .only("object =", filter.object.as_deref())
    .only(
        "id >=",
        filter.from.map(|from| AuditId::first_at(from).to_string()),
    )
    .only(
        "id <",
        filter.to.map(|to| AuditId::first_at(to).to_string()),
    )
    .only("id <", after.map(|id| id.to_string()))
    .page("id DESC", limit)
}
