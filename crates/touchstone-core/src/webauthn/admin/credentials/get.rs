//! Decides who may see a credential, and with what: its evidence and what became of its trust.

use super::CredentialView;
use crate::ports::{CredentialEvidence, TrustRecord, WebauthnCredential, WebauthnUser};
use crate::webauthn::admin::READ;
use crate::webauthn::admin::users::stored_user;
use crate::{AdminCall, AdminError, CredentialExtId, TenantId};

/// Everything that is known of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialDetail {
    /// The credential.
    pub view: CredentialView,
    /// Who holds it.
    pub user: WebauthnUser,
    /// What it was registered with; `None` for an imported one.
    pub evidence: Option<CredentialEvidence>,
    /// What became of its trust, oldest first.
    pub history: Vec<TrustRecord>,
}

/// The user's credential, when both belong to the tenant. Takes the scope `webauthn:read`.
pub async fn credential(
    admin: &AdminCall<'_>,
    user_ext_id: &str,
    ext_id: CredentialExtId,
) -> Result<CredentialDetail, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let user = stored_user(admin, tenant_id, user_ext_id).await?;
    let found = stored_credential(admin, tenant_id, user_ext_id, ext_id).await?;
    let store = &admin.touchstone.world.store;
    let (evidence, history) = store.webauthn_credential_history(tenant_id, ext_id).await?;
    Ok(CredentialDetail {
        view: CredentialView::of(admin, found).await?,
        user,
        evidence,
        history,
    })
}

pub(super) async fn stored_credential(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    user_ext_id: &str,
    ext_id: CredentialExtId,
) -> Result<WebauthnCredential, AdminError> {
    let store = &admin.touchstone.world.store;
    let found = store.webauthn_credential(tenant_id, ext_id).await?;
    let found = found.filter(|credential| credential.user_ext_id == user_ext_id);
    found.ok_or(AdminError::NotFound)
}
