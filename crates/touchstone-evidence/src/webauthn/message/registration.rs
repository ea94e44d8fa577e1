//! Decides what a registration's result holds: checks E1 to E15 and E19 (spec webauthn.md sections 2.9 and 4.1).

use alloc::string::String;
use alloc::vec::Vec;

use super::super::Padding;
use super::error::{Error, Member};
use super::{ExtensionResults, body, optional};
use crate::limits::{
    ATTESTATION_OBJECT_BYTES_MAX, CREDENTIAL_LABEL_BYTES_MAX, TRANSPORT_BYTES_MAX,
    USER_AGENT_BYTES_MAX,
};

/// The result of a registration. Nothing in it is authentic yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationMessage {
    /// `id`: 1 to 1,023 bytes.
    pub credential_id: Vec<u8>,
    /// `clientDataJSON`, as the client hashed it: 1 to 8,192 bytes.
    pub client_data: Vec<u8>,
    /// 1 to 65,536 bytes.
    pub attestation_object: Vec<u8>,
    /// `userFriendlyName`: at most 256 bytes.
    pub user_friendly_name: Option<String>,
    /// `userAgent`: at most 1,024 bytes.
    pub user_agent: Option<String>,
    /// How the client reaches the authenticator: at most 8 words of at most 32 bytes, unknown ones kept.
    pub transports: Option<Vec<String>>,
    /// `authenticatorAttachment`: at most 32 bytes, unknown words kept.
    pub authenticator_attachment: Option<String>,
    /// What extensions answered.
    pub extension_results: ExtensionResults,
}

/// Reads the body of a registration's result.
pub fn registration(bytes: &[u8], padding: Padding) -> Result<RegistrationMessage, Error> {
    let body = body::parse(bytes)?;
    let (common, response) = body::common(&body, padding)?;
    let attestation_object = body::bytes(
        response.get("attestationObject"),
        Member::AttestationObject,
        ATTESTATION_OBJECT_BYTES_MAX,
        padding,
    )?;
    // E19
    let text = |field, bytes_max| optional::text(&body, field, bytes_max);
    Ok(RegistrationMessage {
        credential_id: common.credential_id,
        client_data: common.client_data,
        attestation_object,
        user_friendly_name: text("userFriendlyName", CREDENTIAL_LABEL_BYTES_MAX)?,
        user_agent: text("userAgent", USER_AGENT_BYTES_MAX)?,
        extension_results: ExtensionResults::read(&body)?,
        transports: optional::transports(response)?,
        authenticator_attachment: text("authenticatorAttachment", TRANSPORT_BYTES_MAX)?,
    })
}
