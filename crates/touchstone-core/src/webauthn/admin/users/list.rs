//! Decides who may list users of passkeys.

use crate::ports::{Page, PageRequest, WebauthnUser, WebauthnUserCursor};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError};

/// The tenant's users, newest first; `username` leaves the one of this name. Takes the scope `webauthn:read`.
pub async fn users(
    admin: &AdminCall<'_>,
    username: Option<&str>,
    page: PageRequest<WebauthnUserCursor>,
) -> Result<Page<WebauthnUser, WebauthnUserCursor>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    Ok(store.webauthn_users(tenant_id, username, page).await?)
}
