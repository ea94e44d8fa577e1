//! Decides how a credential is deleted: for good; an authenticator that still holds it may register it again.

use super::get::stored_credential;
use super::snapshot::snapshot;
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::Change;
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError, CredentialExtId};

/// Deletes the user's credential. Takes the scope `webauthn:write`.
pub async fn remove_credential(
    admin: &AdminCall<'_>,
    user_ext_id: &str,
    ext_id: CredentialExtId,
) -> Result<(), AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let before = stored_credential(admin, tenant_id, user_ext_id, ext_id).await?;
    let audit = admin.audit(Trace {
        action: "webauthn.credential.remove",
        tenant_id: Some(tenant_id),
        object: ext_id.to_string(),
        before: Some(snapshot(&before)),
        after: None,
    });
    let change = Change {
        value: ext_id,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let written = store.remove_webauthn_credential(tenant_id, change).await?;
    Words::NONE.done(written, None)
}
