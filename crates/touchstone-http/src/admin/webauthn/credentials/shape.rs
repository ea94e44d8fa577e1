//! Decides how a credential looks: in lists in short, alone with all that its import elsewhere needs.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::Serialize;
use touchstone_core::ports::{CredentialState, TrustRecord};
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{CredentialDetail, CredentialView};
use touchstone_core::{CredentialExtId, VerdictId};

use super::words;
use crate::admin::webauthn::users::UserShape;

/// A credential in the words of nevisIDM, and what they do not know.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CredentialShape {
    ext_id: CredentialExtId,
    aaguid: String,
    authenticator: String,
    authenticator_attachment: Option<String>,
    attestation_conveyance_preference: String,
    hashed_credential_id: String,
    rp_id: String,
    resident_key_requirement: String,
    user_verification_requirement: String,
    user_agent: Option<String>,
    user_friendly_name: Option<String>,
    state_name: &'static str,
    credential_id: String,
    alg: i64,
    sign_count: u32,
    backup_eligible: Option<bool>,
    backup_state: bool,
    attestation_type: String,
    trust: String,
    created_at: String,
    last_used_at: Option<String>,
}

/// Everything that is known of a credential.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DetailShape {
    #[serde(flatten)]
    credential: CredentialShape,
    public_key: String,
    transports: Vec<String>,
    fmt: String,
    certificate_key_id: Option<String>,
    x5c: Vec<String>,
    resident_key: Option<bool>,
    uv_initialized: bool,
    suspended_by_trust: bool,
    counter_anomaly_at: Option<String>,
    last_user_agent: Option<String>,
    verdict_id: Option<VerdictId>,
    trust_history: Vec<TrustShape>,
    user: UserShape,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TrustShape {
    at: String,
    from: String,
    to: String,
    cause: String,
    state_name: &'static str,
}

impl From<CredentialView> for CredentialShape {
    fn from(view: CredentialView) -> Self {
        let CredentialView {
            credential,
            rp_id,
            credential_id_sha256,
        } = view;
        Self {
            ext_id: credential.ext_id,
            aaguid: Aaguid(credential.aaguid).to_string(),
            authenticator: credential.authenticator,
            authenticator_attachment: credential.attachment.map(words::attachment),
            attestation_conveyance_preference: credential.asked.attestation,
            hashed_credential_id: BASE64URL_NOPAD.encode(&credential_id_sha256),
            rp_id,
            resident_key_requirement: credential.asked.resident_key,
            user_verification_requirement: credential.asked.user_verification,
            user_agent: credential.user_agent,
            user_friendly_name: credential.user_friendly_name,
            state_name: words::state(credential.state),
            credential_id: BASE64URL_NOPAD.encode(&credential.credential_id),
            alg: credential.algorithm,
            sign_count: credential.sign_count,
            backup_eligible: credential.backup_eligible,
            backup_state: credential.backup_state,
            attestation_type: credential.attestation_type,
            trust: credential.trust,
            created_at: credential.created_at.to_string(),
            last_used_at: credential.last_used_at.map(|at| at.to_string()),
        }
    }
}

impl From<CredentialDetail> for DetailShape {
    fn from(detail: CredentialDetail) -> Self {
        let stored = detail.view.credential.clone();
        let x5c = detail.evidence.map(|evidence| evidence.x5c);
        let x5c = x5c.unwrap_or_default();
        let key_id = stored.certificate_key_id;
        Self {
            credential: CredentialShape::from(detail.view),
            public_key: BASE64URL_NOPAD.encode(&stored.public_key),
            transports: stored.transports,
            fmt: stored.format,
            certificate_key_id: key_id.map(|id| HEXLOWER.encode(&id)),
            x5c: x5c.iter().map(|der| BASE64URL_NOPAD.encode(der)).collect(),
            resident_key: stored.resident_key,
            uv_initialized: stored.uv_initialized,
            suspended_by_trust: stored.state == CredentialState::SuspendedByTrust,
            counter_anomaly_at: stored.counter_anomaly_at.map(|at| at.to_string()),
            last_user_agent: stored.last_user_agent,
            verdict_id: stored.verdict_id,
            trust_history: detail.history.into_iter().map(TrustShape::from).collect(),
            user: UserShape::from(detail.user),
        }
    }
}

impl From<TrustRecord> for TrustShape {
    fn from(record: TrustRecord) -> Self {
        Self {
            at: record.at.to_string(),
            from: record.from,
            to: record.to,
            cause: record.cause,
            state_name: words::state(record.state),
        }
    }
}
