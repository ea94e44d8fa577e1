//! Decides whether a body has what every result has: checks E1 to E13 (spec webauthn.md section 4.1).

use alloc::vec::Vec;

use super::super::Padding;
use super::super::base64url::decode;
use super::error::{Error, Member};
use crate::json::{self, Value};
use crate::limits::{
    CLIENT_DATA_BYTES_MAX, CREDENTIAL_ID_BYTES_MAX, WEBAUTHN_BODY_BYTES_MAX,
    WEBAUTHN_JSON_DEPTH_MAX,
};

/// The one type of credential.
const PUBLIC_KEY: &str = "public-key";

/// What every result has.
pub(super) struct Common {
    pub(super) credential_id: Vec<u8>,
    pub(super) client_data: Vec<u8>,
}

/// The object of a body: E1 and E2.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Error> {
    let parsed = json::parse_to_depth(bytes, WEBAUTHN_BODY_BYTES_MAX, WEBAUTHN_JSON_DEPTH_MAX);
    let body = parsed.map_err(|error| match error {
        json::Error::RepeatedName => Error::DuplicateMember,
        error => Error::BodyMalformed(error),
    })?;
    match body.members() {
        Some(_) => Ok(body),
        None => Err(Error::BodyNotAnObject),
    }
}

/// What every result has: E3 to E13. Gives `response` too.
pub(super) fn common(body: &Value, padding: Padding) -> Result<(Common, &Value), Error> {
    let id = body.get("id").ok_or(Error::Missing(Member::Id))?;
    let credential_id = bytes(Some(id), Member::Id, usize::MAX, padding)?;
    if credential_id.len() > CREDENTIAL_ID_BYTES_MAX {
        return Err(Error::IdTooLong);
    }
    if body.present("rawId").is_some_and(|raw_id| raw_id != id) {
        return Err(Error::RawIdMismatch);
    }
    let kind = body.get("type").ok_or(Error::Missing(Member::Type))?;
    if kind.text().ok_or(Error::Malformed(Member::Type))? != PUBLIC_KEY {
        return Err(Error::TypeUnsupported);
    }
    let response = body.get("response");
    let response = response.ok_or(Error::Missing(Member::Response))?;
    if response.members().is_none() {
        return Err(Error::Malformed(Member::Response));
    }
    let client_data = response.get("clientDataJSON");
    let client_data = bytes(
        client_data,
        Member::ClientData,
        CLIENT_DATA_BYTES_MAX,
        padding,
    )?;
    let common = Common {
        credential_id,
        client_data,
    };
    Ok((common, response))
}

/// The bytes of a member that must be there.
pub(super) fn bytes(
    value: Option<&Value>,
    member: Member,
    bytes_max: usize,
    padding: Padding,
) -> Result<Vec<u8>, Error> {
    let text = value.ok_or(Error::Missing(member))?.text();
    let decoded = text.and_then(|text| decode(text, padding));
    decoded
        .filter(|bytes| bytes.len() <= bytes_max)
        .ok_or(Error::Malformed(member))
}
