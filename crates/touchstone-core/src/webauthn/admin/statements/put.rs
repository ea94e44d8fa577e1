//! Decides how a tenant states something about a model itself. What cannot be read is refused here, so that no ceremony meets it.

use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;

use super::get::stored_statement;
use super::view::snapshot;
use super::{STATEMENT_BYTES_PER_TENANT_MAX, STATEMENTS_PER_TENANT_MAX, StatementView};
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{
    Change, ChangedModels, LocalStatement, StatementHead, StatementLimits, StoreError,
};
use crate::webauthn::admin::WRITE;
use crate::webauthn::metadata::parse_apart;
use crate::webauthn::session::sha256;
use crate::{AdminCall, AdminError};

const WORDS: Words = Words {
    full: ("statements", STATEMENTS_PER_TENANT_MAX),
    too_large: (
        "statement",
        "the tenant's statements may have 16777216 bytes together: remove one that is not needed, or leave out icons; with this one they would have",
    ),
    ..Words::NONE
};

const LIMITS: StatementLimits = StatementLimits {
    per_tenant: STATEMENTS_PER_TENANT_MAX,
    bytes_per_tenant: STATEMENT_BYTES_PER_TENANT_MAX,
};

/// Writes the tenant's statement about the model in place of its older one; the model's credentials are judged again. `json` is an entry of MDS3
/// or a bare metadata statement, of at most 1 MiB; all of a tenant have at most 16 MiB. Takes the scope `webauthn:write`.
pub async fn put_statement(
    admin: &AdminCall<'_>,
    aaguid: Aaguid,
    json: &str,
) -> Result<StatementView, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let entry = read(aaguid, json).await?;
    let before = stored_statement(admin, tenant_id, aaguid).await?;
    let after = LocalStatement {
        tenant_id,
        head: StatementHead {
            aaguid: aaguid.0,
            description: entry.description,
            sha256: sha256(json.as_bytes()),
            updated_at: admin.now(),
        },
        json: json.to_owned(),
    };
    let audit = admin.audit(Trace {
        action: "webauthn.statement.put",
        tenant_id: Some(tenant_id),
        object: aaguid.to_string(),
        before: before.as_ref().map(|before| snapshot(&before.head)),
        after: Some(snapshot(&after.head)),
    });
    let change = Change {
        value: after,
        if_version: None,
        audit,
    };
    let mut models = models(aaguid, before).await?;
    models.key_ids.extend(entry.key_ids);
    let webauthn = &admin.touchstone.webauthn;
    let walk = webauthn.statement_walk(tenant_id, models, admin.now());
    let store = &admin.touchstone.world.store;
    let _forgetting = admin.forgetting(Some(tenant_id));
    let written = store.put_local_statement(change, LIMITS, &walk).await?;
    Ok(StatementView::of(WORDS.done(written, None)?))
}

/// The models whose credentials a statement that is gone was about.
pub(super) async fn models(
    aaguid: Aaguid,
    before: Option<LocalStatement>,
) -> Result<ChangedModels, StoreError> {
    let key_ids = match before {
        Some(before) => parse_apart(before.json).await?.map(|entry| entry.key_ids),
        None => Ok(Vec::new()),
    };
    Ok(ChangedModels {
        aaguids: vec![aaguid.0],
        key_ids: key_ids.unwrap_or_default(),
        ..ChangedModels::default()
    })
}

async fn read(aaguid: Aaguid, json: &str) -> Result<Entry, AdminError> {
    let entry = parse_apart(json.to_owned()).await?;
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
