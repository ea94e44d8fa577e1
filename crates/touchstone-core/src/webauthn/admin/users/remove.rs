//! Decides how a user of passkeys is deleted: for good, with credentials and sessions.

use super::get::stored_user;
use super::snapshot::snapshot;
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, RemovedCredentials};
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// Deletes the user; how many credentials went with it. Takes the scope `webauthn:write`.
pub async fn remove_user(
    admin: &AdminCall<'_>,
    ext_id: &str,
) -> Result<RemovedCredentials, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let before = stored_user(admin, tenant_id, ext_id).await?;
    let audit = admin.audit(Trace {
        action: "webauthn.user.remove",
        tenant_id: Some(tenant_id),
        object: before.ext_id.clone(),
        before: Some(snapshot(&before)),
        after: None,
    });
    let change = Change {
        value: before.ext_id,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let written = store.remove_webauthn_user(tenant_id, change).await?;
    Words::NONE.done(written, None)
}
