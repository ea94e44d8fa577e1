//! Decides how an administrator has stored credentials judged again.

use serde_json::json;

use crate::audit::Trace;
use crate::ports::Reevaluation;
use crate::webauthn::admin::WRITE;
use crate::{AdminCall, AdminError};

/// Asks for a walk over the tenant's credentials; for a server-wide key that names no tenant, over all. It is made in the background. Takes the
/// scope `webauthn:write`.
pub async fn start_reevaluation(admin: &AdminCall<'_>) -> Result<Reevaluation, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_if_any().await?;
    let walk = admin.touchstone.webauthn.asked_walk(tenant_id, admin.now());
    let audit = admin.audit(Trace {
        action: "webauthn.reevaluation.start",
        tenant_id,
        object: walk.id.to_string(),
        before: None,
        after: Some(json!({ "cause": walk.cause })),
    });
    let store = &admin.touchstone.world.store;
    store.start_reevaluation(&walk, Some(&audit)).await?;
    Ok(walk)
}
