//! Decides who may list a tenant's own statements.

use super::StatementHeadView;
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError};

/// The tenant's own statements in short, by AAGUID; at most 1,000. Takes the scope `webauthn:read`.
pub async fn statements(admin: &AdminCall<'_>) -> Result<Vec<StatementHeadView>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    let heads = store.statement_heads(tenant_id).await?.into_iter();
    Ok(heads.map(StatementHeadView::of).collect())
}
