//! Decides how a tenant states something about a model itself. What cannot be read is refused here, so that no ceremony meets it.

use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;

use super::get::stored_statement;
use super::view::snapshot;
use super::{STATEMENTS_PER_TENANT_MAX, StatementView};
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, ChangedModels, LocalStatement};
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

const WORDS: Words = Words {
    full: ("statements", STATEMENTS_PER_TENANT_MAX),
    ..Words::NONE
};

/// Writes the tenant's statement about the model in place of its older one; the model's credentials are judged again. `json` is an entry of MDS3
/// or a bare metadata statement, of at most 1 MiB. Takes the scope `webauthn:write`.
pub async fn put_statement(
    admin: &AdminCall<'_>,
    aaguid: Aaguid,
    json: &str,
) -> Result<StatementView, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let entry = read(aaguid, json)?;
    let before = stored_statement(admin, tenant_id, aaguid).await?;
    let after = LocalStatement {
        tenant_id,
        aaguid: aaguid.0,
        json: json.to_owned(),
        updated_at: admin.now(),
    };
    let audit = admin.audit(Trace {
        action: "webauthn.statement.put",
        tenant_id: Some(tenant_id),
        object: aaguid.to_string(),
        before: before.as_ref().map(snapshot),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: after,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let forgetting = admin.forgetting(Some(tenant_id));
    let max = STATEMENTS_PER_TENANT_MAX;
    let written = store.put_local_statement(change, max).await?;
    let stored = WORDS.done(written, None)?;
    drop(forgetting);
    let mut models = models(aaguid, before.as_ref());
    models.key_ids.extend(entry.key_ids);
    let webauthn = &admin.touchstone.webauthn;
    webauthn
        .judge_by_statement(tenant_id, models, admin.now())
        .await?;
    Ok(StatementView::of(stored))
}

/// The models whose credentials a statement that is gone was about.
pub(super) fn models(aaguid: Aaguid, before: Option<&LocalStatement>) -> ChangedModels {
    let before = before.and_then(|before| Entry::parse_local(before.json.as_bytes()).ok());
    ChangedModels {
        aaguids: vec![aaguid.0],
        key_ids: before.map(|entry| entry.key_ids).unwrap_or_default(),
        ..ChangedModels::default()
    }
}

fn read(aaguid: Aaguid, json: &str) -> Result<Entry, AdminError> {
    let entry = Entry::parse_local(json.as_bytes());
    let entry = entry.map_err(|error| AdminError::invalid("statement", error.to_string()))?;
    let names_it = match entry.aaguid {
        Some(named) => named == aaguid,
        None => !entry.key_ids.is_empty(),
    };
    if names_it {
        return Ok(entry);
    }
    let message = format!("must be about {aaguid}, the model that it is written for");
    Err(AdminError::invalid("statement.aaguid", message))
}
