//! Decides what an authentication's result holds: checks E1 to E13 and E16 to E19 (spec webauthn.md sections 2.11 and
//! 4.1).

use alloc::string::String;
use alloc::vec::Vec;

use super::super::Padding;
use super::super::base64url::decode;
use super::error::{Error, Member};
use super::{ExtensionResults, body, optional};
use crate::json::Value;
use crate::limits::{
    ASSERTION_SIGNATURE_BYTES_MAX, AUTHENTICATOR_DATA_BYTES_MAX, TRANSPORT_BYTES_MAX,
    USER_AGENT_BYTES_MAX, USER_HANDLE_BYTES_MAX,
};

/// The result of an authentication. Nothing in it is authentic yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationMessage {
    /// `id`: 1 to 1,023 bytes.
    pub credential_id: Vec<u8>,
    /// `clientDataJSON`, as the client hashed it: 1 to 8,192 bytes.
    pub client_data: Vec<u8>,
    /// 1 to 8,192 bytes.
    pub authenticator_data: Vec<u8>,
    /// 1 to 8,192 bytes.
    pub signature: Vec<u8>,
    /// 1 to 64 bytes.
    pub user_handle: Option<Vec<u8>>,
    /// `userAgent`: at most 1,024 bytes.
    pub user_agent: Option<String>,
    /// `authenticatorAttachment`: at most 32 bytes, unknown words kept.
    pub authenticator_attachment: Option<String>,
    /// What extensions answered.
    pub extension_results: ExtensionResults,
}

/// Reads the body of an authentication's result.
pub fn authentication(bytes: &[u8], padding: Padding) -> Result<AuthenticationMessage, Error> {
    let body = body::parse(bytes)?;
    let (common, response) = body::common(&body, padding)?;
    let authenticator_data = body::bytes(
        response.get("authenticatorData"),
        Member::AuthenticatorData,
        AUTHENTICATOR_DATA_BYTES_MAX,
        padding,
    )?;
    let signature = body::bytes(
        response.get("signature"),
        Member::Signature,
        ASSERTION_SIGNATURE_BYTES_MAX,
        padding,
    )?;
    let user_handle = user_handle(response, padding)?;
    // E19
    let text = |field, bytes_max| optional::text(&body, field, bytes_max);
    Ok(AuthenticationMessage {
        credential_id: common.credential_id,
        client_data: common.client_data,
        authenticator_data,
        signature,
        user_handle,
        user_agent: text("userAgent", USER_AGENT_BYTES_MAX)?,
        extension_results: ExtensionResults::read(&body)?,
        authenticator_attachment: text("authenticatorAttachment", TRANSPORT_BYTES_MAX)?,
    })
}

/// E18: clients send an empty text where the authenticator gave none.
fn user_handle(response: &Value, padding: Padding) -> Result<Option<Vec<u8>>, Error> {
    let Some(value) = response.present("userHandle") else {
        return Ok(None);
    };
    let text = value.text().ok_or(Error::UserHandleMalformed)?;
    if text.is_empty() {
        return Ok(None);
    }
    let handle = decode(text, padding).filter(|handle| handle.len() <= USER_HANDLE_BYTES_MAX);
    handle.map(Some).ok_or(Error::UserHandleMalformed)
}
