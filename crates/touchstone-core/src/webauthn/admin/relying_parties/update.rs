//! Decides how a relying party is changed. Its RP ID never changes: credentials are bound to it, and another RP ID is another relying party.

use super::fields::WORDS;
use super::get::stored_rp;
use super::snapshot::snapshot;
use super::{RegisteredRp, RpFields};
use crate::admin_write::expect_version;
use crate::audit::Trace;
use crate::ports::{Change, Versioned};
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// Changes the relying party; `change` is told what is stored and says what shall be. Takes the scope `webauthn:write`; a change of origins or
/// hosts, which are claims on the whole server, a server-wide key (spec webauthn.md 2.5).
pub async fn update_rp(
    admin: &AdminCall<'_>,
    named: &str,
    if_version: Option<u64>,
    change: impl FnOnce(RpFields) -> Result<RpFields, AdminError> + Send,
) -> Result<Versioned<RegisteredRp>, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_rp(admin, tenant_id, named).await?;
    expect_version(&stored, if_version)?;
    let before = stored.value;
    let fields = change(before.fields.clone())?;
    if fields.origins != before.fields.origins || fields.hosts != before.fields.hosts {
        admin.require_server_wide()?;
    }
    let after = RegisteredRp::judged(
        before.id,
        tenant_id,
        before.rp_id.clone(),
        fields,
        (before.created_at, admin.now()),
    )?;
    let audit = admin.audit(Trace {
        action: "webauthn.rp.update",
        tenant_id: Some(tenant_id),
        object: after.id.to_string(),
        before: Some(snapshot(&before)),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: after.to_stored(),
        if_version: Some(stored.version),
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let store = &admin.touchstone.world.store;
    let written = store.update_webauthn_rp(change).await?;
    Ok(RegisteredRp::read(WORDS.done(written, if_version)?)?)
}
