//! `POST /admin/v1/webauthn/users/{extId}/fido2`: takes over a credential that was registered elsewhere, also as this API shows it.

use axum::extract::Path;
use data_encoding::HEXLOWER;
use serde::Deserialize;
use serde::de::IgnoredAny;
use touchstone_core::CredentialExtId;
use touchstone_core::ports::{CredentialAsked, CredentialState};
use touchstone_core::webauthn::admin::{self, ImportedCredential};
use touchstone_core::webauthn::{Aaguid, AttestationType, Format};

use super::shape::CredentialShape;
use super::words::stored_attachment;
use crate::admin::error::Refused;
use crate::admin::request::Rfc3339;
use crate::admin::webauthn::Base64Url;
use crate::admin::{Admin, Answer};

/// The members that [`super::shape`] writes. Those that only this server can vouch for are not looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ImportBody {
    aaguid: String,
    authenticator: String,
    attestation_conveyance_preference: String,
    hashed_credential_id: Base64Url,
    rp_id: String,
    resident_key_requirement: String,
    user_verification_requirement: String,
    credential_id: Base64Url,
    public_key: Base64Url,
    sign_count: u32,
    #[serde(default)]
    ext_id: Option<CredentialExtId>,
    #[serde(default)]
    authenticator_attachment: Option<String>,
    #[serde(default)]
    user_agent: Option<String>,
    #[serde(default)]
    last_user_agent: Option<String>,
    #[serde(default)]
    user_friendly_name: Option<String>,
    #[serde(default)]
    state_name: Option<State>,
    #[serde(default)]
    alg: Option<i64>,
    #[serde(default)]
    backup_eligible: Option<bool>,
    #[serde(default)]
    backup_state: bool,
    #[serde(default)]
    attestation_type: Option<String>,
    #[serde(default)]
    fmt: Option<String>,
    #[serde(default)]
    certificate_key_id: Option<String>,
    #[serde(default)]
    transports: Vec<String>,
    #[serde(default)]
    resident_key: Option<bool>,
    #[serde(default)]
    uv_initialized: bool,
    #[serde(default)]
    created_at: Option<Rfc3339>,
    #[serde(default)]
    last_used_at: Option<Rfc3339>,
    #[serde(default, rename = "trust")]
    _trust: IgnoredAny,
    #[serde(default, rename = "trustHistory")]
    _trust_history: IgnoredAny,
    #[serde(default, rename = "verdictId")]
    _verdict_id: IgnoredAny,
    #[serde(default, rename = "x5c")]
    _x5c: IgnoredAny,
    #[serde(default, rename = "suspendedByTrust")]
    _suspended_by_trust: IgnoredAny,
    #[serde(default, rename = "counterAnomalyAt")]
    _counter_anomaly_at: IgnoredAny,
    #[serde(default, rename = "user")]
    _user: IgnoredAny,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Active,
    Suspended,
}

impl TryFrom<ImportBody> for ImportedCredential {
    type Error = Refused;

    fn try_from(body: ImportBody) -> Result<Self, Refused> {
        let aaguid: Result<Aaguid, _> = body.aaguid.parse();
        let example = "must be a UUID such as 2fc0579f-8113-47ea-b116-bb5a8db9202a";
        let format = body.fmt.as_deref().map(Format::from_name);
        let proven = body.attestation_type.as_deref();
        let proven = proven.map(AttestationType::from_name);
        Ok(Self {
            ext_id: body.ext_id,
            rp_id: body.rp_id,
            credential_id: body.credential_id.0,
            hashed_credential_id: body.hashed_credential_id.0,
            public_key: body.public_key.0,
            algorithm: body.alg,
            sign_count: body.sign_count,
            aaguid: aaguid.map_err(|_| Refused::issue("aaguid", example))?,
            authenticator: body.authenticator,
            asked: CredentialAsked {
                attestation: body.attestation_conveyance_preference,
                resident_key: body.resident_key_requirement,
                user_verification: body.user_verification_requirement,
            },
            attachment: attachment(body.authenticator_attachment.as_deref())?,
            transports: body.transports,
            format: known(format, "fmt", Format::None)?,
            attestation_type: known(proven, "attestationType", AttestationType::None)?,
            certificate_key_id: key_id(body.certificate_key_id.as_deref())?,
            resident_key: body.resident_key,
            uv_initialized: body.uv_initialized,
            backup_eligible: body.backup_eligible,
            backup_state: body.backup_state,
            user_friendly_name: body.user_friendly_name,
            user_agent: body.user_agent,
            last_user_agent: body.last_user_agent,
            state: match body.state_name {
                None | Some(State::Active) => CredentialState::Active,
                Some(State::Suspended) => CredentialState::Suspended,
            },
            created_at: body.created_at.map(|Rfc3339(at)| at),
            last_used_at: body.last_used_at.map(|Rfc3339(at)| at),
        })
    }
}

/// What is not given is the default; what is given must be a word.
fn known<T>(given: Option<Option<T>>, path: &str, default: T) -> Result<T, Refused> {
    match given {
        None => Ok(default),
        Some(Some(word)) => Ok(word),
        Some(None) => Err(Refused::issue(path, "is no word of this server")),
    }
}

fn attachment(word: Option<&str>) -> Result<Option<String>, Refused> {
    let wrong = || {
        Refused::issue(
            "authenticatorAttachment",
            "must be platform or crossplatform",
        )
    };
    let read = |word| stored_attachment(word).ok_or_else(wrong);
    word.map(read).transpose()
}

fn key_id(text: Option<&str>) -> Result<Option<[u8; 20]>, Refused> {
    let wrong = || {
        Refused::issue(
            "certificateKeyId",
            "must be 20 bytes in lower-case hexadecimal",
        )
    };
    let read = |text: &str| {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok();
        let bytes: Option<[u8; 20]> = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(wrong)
    };
    text.map(read).transpose()
}

/// 201 with the credential.
pub(crate) async fn import(request: Admin, Path(user): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let body: ImportBody = request.json()?;
    let imported = body.try_into()?;
    let view = admin::import_credential(&request.within(&params), &user, imported).await?;
    let id = view.credential.ext_id;
    Ok(Answer::created(&id, &CredentialShape::from(view)))
}
