//! Decides who may list relying parties.

use super::RegisteredRp;
use crate::ports::{Page, PageRequest, Versioned};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError, RpId};

/// The tenant's relying parties, newest first. Takes the scope `webauthn:read`.
pub async fn rps(
    admin: &AdminCall<'_>,
    page: PageRequest<RpId>,
) -> Result<Page<Versioned<RegisteredRp>, RpId>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    let page = store.webauthn_rps(tenant_id, page).await?;
    let items = page.items.into_iter().map(RegisteredRp::read);
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        next: page.next,
    })
}
