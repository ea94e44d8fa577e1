//! Decides who may list the sessions of ceremonies.

use super::SessionView;
use crate::ports::{Page, PageRequest, WebauthnSessionCursor};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError};

/// The tenant's sessions, newest first. Takes the scope `webauthn:read`.
pub async fn sessions(
    admin: &AdminCall<'_>,
    page: PageRequest<WebauthnSessionCursor>,
) -> Result<Page<SessionView, WebauthnSessionCursor>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    let page = store.webauthn_sessions(tenant_id, page).await?;
    let items = page.items.into_iter();
    let items = items.map(|session| SessionView::of(admin, session));
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        next: page.next,
    })
}
