//! Decides who may see the walks over stored credentials.

use crate::ports::{Page, PageRequest, Reevaluation};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError, ReevaluationId};

/// Walks, newest first: the tenant's; for a server-wide key that names none, all. Takes the scope `webauthn:read`.
pub async fn reevaluations(
    admin: &AdminCall<'_>,
    page: PageRequest<ReevaluationId>,
) -> Result<Page<Reevaluation, ReevaluationId>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_if_any().await?;
    let store = &admin.touchstone.world.store;
    Ok(store.reevaluations(tenant_id, page).await?)
}
