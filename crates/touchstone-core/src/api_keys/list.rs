//! Decides who may list keys: whoever may handle their kind, in its tenant.

use crate::ports::{ApiKey, ApiKeyFilter, KeyKind, Page, PageRequest, Versioned};
use crate::{AdminCall, AdminError, ApiKeyId, SCOPE_ALL, scope};

/// Keys, newest first. Takes the scope `<noun>:keys`; without a kind the caller sees all kinds or its only one.
pub async fn list(
    admin: &AdminCall<'_>,
    kind: Option<KeyKind>,
    page: PageRequest<ApiKeyId>,
) -> Result<Page<Versioned<ApiKey>, ApiKeyId>, AdminError> {
    let kind = visible(admin, kind)?;
    let filter = ApiKeyFilter {
        tenant_id: admin.tenant_if_any().await?,
        kind,
    };
    Ok(admin.touchstone.world.store.api_keys(&filter, page).await?)
}

fn visible(admin: &AdminCall<'_>, wanted: Option<KeyKind>) -> Result<Option<KeyKind>, AdminError> {
    if let Some(kind) = wanted {
        admin.require(scope::keys(kind))?;
        return Ok(Some(kind));
    }
    if admin.principal.has_scope(SCOPE_ALL) {
        return Ok(None);
    }
    let kinds: Vec<KeyKind> = KeyKind::ALL
        .into_iter()
        .filter(|kind| admin.principal.has_scope(scope::keys(*kind)))
        .collect();
    match kinds.as_slice() {
        [] => Err(AdminError::ScopeMissing(scope::keys(KeyKind::Mobile))),
        [only] => Ok(Some(*only)),
        _ => Err(AdminError::invalid(
            "kind",
            "this key handles several kinds: name one",
        )),
    }
}
