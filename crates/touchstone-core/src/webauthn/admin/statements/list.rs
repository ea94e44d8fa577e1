//! Decides who may list a tenant's own statements.

use super::StatementView;
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError};

/// The tenant's own statements, by AAGUID; at most 1,000. Takes the scope `webauthn:read`.
pub async fn statements(admin: &AdminCall<'_>) -> Result<Vec<StatementView>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    let stored = store.local_statements(tenant_id).await?;
    Ok(stored.into_iter().map(StatementView::of).collect())
}
