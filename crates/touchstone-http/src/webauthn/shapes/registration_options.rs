//! The answer of W1 (spec webauthn.md 2.8).

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde_json::{Map, Value};
use touchstone_core::webauthn::policy::{AttestationPreference, ResidentKey, UserVerification};
use touchstone_core::webauthn::{AuthenticatorSelection, RegistrationOptions};

use super::descriptor::{Descriptor, PUBLIC_KEY};
use super::server_response::ServerResponse;

/// Options of a registration.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::webauthn) struct RegistrationOptionsBody<'a> {
    #[serde(flatten)]
    response: ServerResponse<'a>,
    timeout: u32,
    rp: RpBody<'a>,
    user: UserBody<'a>,
    challenge: String,
    pub_key_cred_params: Vec<Parameter>,
    exclude_credentials: Vec<Descriptor<'a>>,
    authenticator_selection: SelectionBody<'a>,
    attestation: AttestationPreference,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<&'a Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hints: Option<&'a [String]>,
}

#[derive(Debug, Serialize)]
struct RpBody<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserBody<'a> {
    name: &'a str,
    id: String,
    display_name: &'a str,
}

#[derive(Debug, Serialize)]
struct Parameter {
    #[serde(rename = "type")]
    kind: &'static str,
    alg: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SelectionBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticator_attachment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resident_key: Option<ResidentKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    require_resident_key: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_verification: Option<UserVerification>,
}

impl<'a> RegistrationOptionsBody<'a> {
    /// Of these options.
    pub(in crate::webauthn) fn new(options: &'a RegistrationOptions) -> Self {
        let parameter = |alg: &i64| Parameter {
            kind: PUBLIC_KEY,
            alg: *alg,
        };
        Self {
            response: ServerResponse::ok(&options.session_id),
            timeout: options.timeout_ms,
            rp: RpBody {
                id: &options.rp_id,
                name: &options.rp_name,
            },
            user: UserBody {
                name: &options.username,
                id: BASE64URL_NOPAD.encode(&options.user_handle),
                display_name: &options.display_name,
            },
            challenge: BASE64URL_NOPAD.encode(&options.challenge),
            pub_key_cred_params: options.algorithms.iter().map(parameter).collect(),
            exclude_credentials: Descriptor::list(&options.exclude),
            authenticator_selection: SelectionBody::new(&options.selection),
            attestation: options.attestation,
            extensions: options.extensions.as_ref(),
            hints: options.hints.as_deref(),
        }
    }
}

impl<'a> SelectionBody<'a> {
    fn new(selection: &'a AuthenticatorSelection) -> Self {
        Self {
            authenticator_attachment: selection.authenticator_attachment.as_deref(),
            resident_key: selection.resident_key,
            require_resident_key: selection.require_resident_key,
            user_verification: selection.user_verification,
        }
    }
}

#[cfg(test)]
mod tests;
