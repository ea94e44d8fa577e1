//! Decides how a credential that was registered elsewhere is taken over. Nobody here saw its attestation, so its trust is not evaluated.

use super::snapshot::snapshot;
use super::{CredentialView, ImportedCredential};
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, RpKey, WebauthnCredential};
use crate::webauthn::admin::WRITE;
use crate::webauthn::admin::users::stored_user;
use crate::webauthn::options::CREDENTIALS_MAX;
use crate::{AdminCall, AdminError, CredentialExtId, RpId, TenantId};

pub(super) const WORDS: Words = Words {
    taken: "another credential has the same; delete that one first (or leave extId out for a new one)",
    full: (
        "active credentials of the user at the relying party",
        CREDENTIALS_MAX,
    ),
    ..Words::NONE
};

/// Takes over a credential of the user. Takes the scope `webauthn:write`.
pub async fn import_credential(
    admin: &AdminCall<'_>,
    user_ext_id: &str,
    imported: ImportedCredential,
) -> Result<CredentialView, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    let user = stored_user(admin, tenant_id, user_ext_id).await?;
    let algorithm = imported.check()?;
    let rp = rp_of(admin, tenant_id, &imported.rp_id).await?;
    let world = &admin.touchstone.world;
    let new_ext_id = || CredentialExtId::new(admin.now(), &*world.random);
    let credential = WebauthnCredential {
        ext_id: imported.ext_id.unwrap_or_else(new_ext_id),
        tenant_id,
        rp,
        user_ext_id: user.ext_id,
        credential_id: imported.credential_id,
        public_key: imported.public_key,
        algorithm,
        sign_count: imported.sign_count,
        counter_anomaly_at: None,
        uv_initialized: imported.uv_initialized,
        backup_eligible: imported.backup_eligible,
        backup_state: imported.backup_state,
        transports: imported.transports,
        attachment: imported.attachment,
        aaguid: imported.aaguid.0,
        certificate_key_id: imported.certificate_key_id,
        format: imported.format.name().to_owned(),
        attestation_type: imported.attestation_type.name().to_owned(),
        authenticator: imported.authenticator,
        resident_key: imported.resident_key,
        asked: imported.asked,
        user_friendly_name: imported.user_friendly_name,
        user_agent: imported.user_agent,
        last_user_agent: imported.last_user_agent,
        state: imported.state,
        trust: "not_evaluated".to_owned(),
        created_at: imported.created_at.unwrap_or_else(|| admin.now()),
        last_used_at: imported.last_used_at,
        verdict_id: None,
    };
    let audit = admin.audit(Trace {
        action: "webauthn.credential.import",
        tenant_id: Some(tenant_id),
        object: credential.ext_id.to_string(),
        before: None,
        after: Some(snapshot(&credential)),
    });
    let change = Change {
        value: credential,
        if_version: None,
        audit,
    };
    let store = &world.store;
    let written = store.import_webauthn_credential(change, CREDENTIALS_MAX);
    CredentialView::of(admin, WORDS.done(written.await?, None)?).await
}

async fn rp_of(
    admin: &AdminCall<'_>,
    tenant_id: TenantId,
    rp_id: &str,
) -> Result<RpId, AdminError> {
    let key = RpKey::RpId(tenant_id, rp_id.to_owned());
    let found = admin.touchstone.world.store.find_webauthn_rp(&key).await?;
    let found = found.ok_or_else(|| {
        let message = "is no RP ID of this tenant; register the relying party first";
        AdminError::invalid("rpId", message)
    })?;
    Ok(found.value.id)
}
