//! Decides how a relying party is removed: not while credentials hang on it, unless they shall go too.

use super::fields::WORDS;
use super::get::stored_rp;
use super::snapshot::snapshot;
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::ports::{Change, RemovedCredentials};
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// Removes the relying party, with its credentials when `cascade` is set; how many those were. Takes the scope `webauthn:write`.
pub async fn remove_rp(
    admin: &AdminCall<'_>,
    named: &str,
    if_version: Option<u64>,
    cascade: bool,
) -> Result<RemovedCredentials, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_rp(admin, tenant_id, named).await?;
    expect_version(&stored, if_version)?;
    let audit = admin.audit(Trace {
        action: "webauthn.rp.remove",
        tenant_id: Some(tenant_id),
        object: stored.value.id.to_string(),
        before: Some(snapshot(&stored.value)),
        after: None,
    });
    let change = Change {
        value: stored.value.id,
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let store = &admin.touchstone.world.store;
    let written = store.remove_webauthn_rp(tenant_id, cascade, change).await?;
    WORDS.done(written, if_version)
}
