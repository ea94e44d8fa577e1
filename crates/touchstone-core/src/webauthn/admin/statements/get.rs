//! Decides who may see one of a tenant's own statements.

use touchstone_evidence::webauthn::Aaguid;

use super::StatementView;
use crate::ports::LocalStatement;
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError, TenantId};

/// The tenant's statement about the model. Takes the scope `webauthn:read`.
pub async fn statement(admin: &AdminCall<'_>, aaguid: Aaguid) -> Result<StatementView, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let stored = stored_statement(admin, tenant_id, aaguid).await?;
    let stored = stored.ok_or(AdminError::NotFound)?;
    Ok(StatementView::of(stored))
}

pub(super) async fn stored_statement(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    aaguid: Aaguid,
) -> Result<Option<LocalStatement>, AdminError> {
    let store = &admin.touchstone.world.store;
    let stored = store.local_statements(tenant_id, &[aaguid.0]).await?;
    Ok(stored.into_iter().next())
}
