//! Decides how an administrator has stored credentials judged again.

use serde_json::json;

use crate::audit::Trace;
use crate::ports::Reevaluation;
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// The walk that will judge what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedReevaluation {
    /// The walk.
    pub walk: Reevaluation,
    /// Whether it was made for this; else it was asked for before, and has not begun.
    pub is_new: bool,
}

/// Asks for a walk over the tenant's credentials; for a server-wide key that names no tenant, over all. It is made in the background. One that
/// waits already is the answer: it judges by what is set when it begins. Takes the scope `webauthn:write`.
pub async fn start_reevaluation(admin: &AdminCall<'_>) -> Result<AskedReevaluation, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_if_any().await?;
    let wanted = admin.touchstone.webauthn.asked_walk(tenant_id, admin.now());
    let audit = admin.audit(Trace {
        action: "webauthn.reevaluation.start",
        tenant_id,
        object: wanted.id.to_string(),
        before: None,
        after: Some(json!({ "cause": wanted.cause })),
    });
    let store = &admin.touchstone.world.store;
    let walk = store.start_reevaluation(&wanted, Some(&audit)).await?;
    let is_new = walk.id == wanted.id;
    Ok(AskedReevaluation { walk, is_new })
}
