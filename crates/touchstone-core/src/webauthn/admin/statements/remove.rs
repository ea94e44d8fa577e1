//! Decides how a tenant's own statement is taken back: what others say of the model counts again.

use touchstone_evidence::webauthn::Aaguid;

use super::get::stored_statement;
use super::put::models;
use super::view::snapshot;
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::Change;
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// Removes the tenant's statement about the model, whose credentials are judged again. Takes the scope `webauthn:write`.
pub async fn remove_statement(admin: &AdminCall<'_>, aaguid: Aaguid) -> Result<(), AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let before = stored_statement(admin, tenant_id, aaguid).await?;
    let before = before.ok_or(AdminError::NotFound)?;
    let audit = admin.audit(Trace {
        action: "webauthn.statement.remove",
        tenant_id: Some(tenant_id),
        object: aaguid.to_string(),
        before: Some(snapshot(&before.head)),
        after: None,
    });
    let change = Change {
        value: aaguid.0,
        if_version: None,
        audit,
    };
    let models = models(aaguid, Some(before)).await?;
    let webauthn = &admin.touchstone.webauthn;
    let walk = webauthn.statement_walk(tenant_id, models, admin.now());
    let store = &admin.touchstone.world.store;
    let _forgetting = admin.forgetting(Some(tenant_id));
    let written = store.remove_local_statement(tenant_id, change, &walk);
    Words::NONE.done(written.await?, None)
}
