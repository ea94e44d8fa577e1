//! Decides who may see a ceremony's session.

use super::SessionView;
use crate::webauthn::admin::READ;
use crate::webauthn::session::sha256;
use crate::{AdminCall, AdminError};

/// The session of this `fido2SessionId`, when it belongs to the tenant. Takes the scope `webauthn:read`.
pub async fn session(admin: &AdminCall<'_>, session_id: &str) -> Result<SessionView, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    let found = store
        .webauthn_session(&sha256(session_id.as_bytes()))
        .await?;
    let found = found.filter(|(session, _)| session.tenant_id == tenant_id);
    let (session, _) = found.ok_or(AdminError::NotFound)?;
    SessionView::of(admin, session)
}
