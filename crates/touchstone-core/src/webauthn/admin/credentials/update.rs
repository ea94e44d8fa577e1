//! Decides how a credential is renamed, suspended and made active again, whoever suspended it.

use super::CredentialView;
use super::get::stored_credential;
use super::import::WORDS;
use super::imported::{NAME_WANTED, is_friendly_name};
use super::snapshot::snapshot;
use crate::audit::Trace;
use crate::ports::{Change, CredentialPatch, CredentialState, WebauthnCredential};
use crate::webauthn::admin::WRITE;
use crate::webauthn::options::CREDENTIALS_MAX;
use crate::{AdminCall, AdminError, CredentialExtId};

/// Changes the user's credential. Takes the scope `webauthn:write`.
pub async fn update_credential(
    admin: &AdminCall<'_>,
    user_ext_id: &str,
    ext_id: CredentialExtId,
    patch: CredentialPatch,
) -> Result<CredentialView, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let before = stored_credential(admin, tenant_id, user_ext_id, ext_id).await?;
    if let Some(Some(name)) = &patch.user_friendly_name
        && !is_friendly_name(name)
    {
        return Err(AdminError::invalid("userFriendlyName", NAME_WANTED));
    }
    let state = match patch.suspended {
        None => before.state,
        Some(true) => CredentialState::Suspended,
        Some(false) => CredentialState::Active,
    };
    let name = patch.user_friendly_name.clone();
    let after = WebauthnCredential {
        user_friendly_name: name.unwrap_or_else(|| before.user_friendly_name.clone()),
        state,
        ..before.clone()
    };
    let audit = admin.audit(Trace {
        action: "webauthn.credential.update",
        tenant_id: Some(tenant_id),
        object: ext_id.to_string(),
        before: Some(snapshot(&before)),
        after: Some(snapshot(&after)),
    });
    let change = Change {
        value: patch,
        if_version: None,
        audit,
    };
    let store = &admin.touchstone.world.store;
    let written = store.patch_webauthn_credential(tenant_id, ext_id, change, CREDENTIALS_MAX);
    CredentialView::of(admin, WORDS.done(written.await?, None)?).await
}
