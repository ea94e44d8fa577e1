//! Decides how a relying party is registered.

use super::fields::WORDS;
use super::snapshot::snapshot;
use super::{RegisteredRp, RpFields};
use crate::audit::Trace;
use crate::ports::{Change, Versioned};
use crate::webauthn::admin::{RPS_PER_TENANT_MAX, WRITE};
use crate::{AdminCall, AdminError, RpId};

/// Registers a relying party under its RP ID, which is unique in the tenant. Takes the scope `webauthn:write`; with origins or hosts, which
/// are claims on the whole server, a server-wide key (spec webauthn.md 2.5).
pub async fn create_rp(
    admin: &AdminCall<'_>,
    rp_id: String,
    fields: RpFields,
) -> Result<Versioned<RegisteredRp>, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    if !fields.origins.is_empty() || !fields.hosts.is_empty() {
        admin.require_server_wide()?;
    }
    let world = &admin.touchstone.world;
    let rp = RegisteredRp::judged(
        RpId::new(admin.now(), &*world.random),
        tenant_id,
        rp_id,
        fields,
        (admin.now(), admin.now()),
    )?;
    let audit = admin.audit(Trace {
        action: "webauthn.rp.create",
        tenant_id: Some(tenant_id),
        object: rp.id.to_string(),
        before: None,
        after: Some(snapshot(&rp)),
    });
    let change = Change {
        value: rp.to_stored(),
        if_version: None,
        audit,
    };
    let _forgetting = admin.forgetting(Some(tenant_id));
    let written = world
        .store
        .create_webauthn_rp(change, RPS_PER_TENANT_MAX)
        .await?;
    Ok(RegisteredRp::read(WORDS.done(written, None)?)?)
}
