//! Decides who may see a key: whoever may handle its kind in its tenant.

use crate::ports::{ApiKey, KeyKind, Versioned};
use crate::{AdminCall, AdminError, ApiKeyId, scope};

/// The key, without the key itself. Takes the scope `<noun>:keys` of its kind; a key of another tenant does not exist.
pub async fn get(admin: &AdminCall<'_>, id: ApiKeyId) -> Result<Versioned<ApiKey>, AdminError> {
    let handles_any = KeyKind::ALL
        .into_iter()
        .any(|kind| admin.principal.has_scope(scope::keys(kind)));
    if !handles_any {
        return Err(AdminError::ScopeMissing(scope::keys(KeyKind::Mobile)));
    }
    let wanted = admin.tenant_if_any().await?;
    let found = admin.touchstone.world.store.api_key(id).await?;
    let key = found
        .filter(|key| wanted.is_none() || key.value.tenant_id == wanted)
        .ok_or(AdminError::NotFound)?;
    admin.require(scope::keys(key.value.kind))?;
    Ok(key)
}
