//! Decides who may list credentials.

use super::CredentialView;
use crate::ports::{CredentialFilter, Page, PageRequest};
use crate::webauthn::admin::READ;
use crate::webauthn::admin::users::stored_user;
use crate::{AdminCall, AdminError, CredentialExtId};

/// The user's credentials at every relying party of the tenant, newest first. Takes the scope `webauthn:read`.
pub async fn credentials(
    admin: &AdminCall<'_>,
    user_ext_id: &str,
    page: PageRequest<CredentialExtId>,
) -> Result<Page<CredentialView, CredentialExtId>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let user = stored_user(admin, tenant_id, user_ext_id).await?;
    let filter = CredentialFilter {
        rp: None,
        user_ext_id: Some(user.ext_id),
    };
    let store = &admin.touchstone.world.store;
    let page = store.webauthn_credentials(tenant_id, &filter, page).await?;
    let mut items = Vec::new();
    for credential in page.items {
        items.push(CredentialView::of(admin, credential).await?);
    }
    Ok(Page {
        items,
        next: page.next,
    })
}
