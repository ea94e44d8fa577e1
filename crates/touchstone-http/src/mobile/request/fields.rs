//! Decides whether the fields of a request are what they must be and fit together (spec mobile.md 2.2, causes 3 to 12).

use std::ops::RangeInclusive;

use touchstone_core::mobile::{Binding, RequestRules, VerifyRequest};

use super::cause::Cause;
use super::json::{self, Field};
use crate::base64;

/// The longest attestation token, in decoded bytes.
const TOKEN_BYTES_MAX: usize = 65_536;
/// The longest session reference.
const REFERENCE_CHARACTERS_MAX: usize = 128;
/// The shortest device nonce.
const DEVICE_NONCE_BYTES_MIN: usize = 16;
/// The longest nonce of the relying party's own.
const EXPECTED_NONCE_BYTES_MAX: usize = 64;

/// The request in this body, under the tenant's rules.
pub(in crate::mobile) fn read(body: &[u8], rules: &RequestRules) -> Result<VerifyRequest, Cause> {
    let fields = json::parse(body)?;
    let token = token(&fields.attestation_token)?;
    let reference = session_reference(&fields.session_reference)?;
    let max = rules.device_nonce_max_bytes;
    let device_nonce = nonce(&fields.device_nonce, DEVICE_NONCE_BYTES_MIN..=max)
        .map_err(|NotANonce| Cause::DeviceNonce { max })?;
    let min = rules.expected_nonce_min_bytes;
    let expected_nonce = nonce(&fields.expected_nonce, min..=EXPECTED_NONCE_BYTES_MAX)
        .map_err(|NotANonce| Cause::ExpectedNonce { min })?;

    let binding = match (reference, expected_nonce) {
        (None, None) | (Some(_), Some(_)) => return Err(Cause::NotExactlyOne),
        (None, Some(_)) if device_nonce.is_some() => {
            return Err(Cause::DeviceNonceWithExpectedNonce);
        }
        (Some(_), None) if !rules.session_enabled => return Err(Cause::SessionNotEnabled),
        (None, Some(_)) if !rules.sessionless_enabled => {
            return Err(Cause::SessionlessNotEnabled);
        }
        (Some(reference), None) => Binding::Session {
            reference,
            device_nonce,
        },
        (None, Some(expected_nonce)) => Binding::Sessionless { expected_nonce },
    };
    Ok(VerifyRequest { token, binding })
}

fn token(field: &Field<'_>) -> Result<Vec<u8>, Cause> {
    let text = match field {
        Field::Absent => return Err(Cause::TokenMissing),
        Field::Other => return Err(Cause::TokenNotBase64),
        Field::Text(text) => text,
    };
    let token = base64::decode(text).ok_or(Cause::TokenNotBase64)?;
    match token.len() {
        0 => Err(Cause::TokenEmpty),
        1..=TOKEN_BYTES_MAX => Ok(token),
        _ => Err(Cause::TokenTooLong),
    }
}

fn session_reference(field: &Field<'_>) -> Result<Option<String>, Cause> {
    match field {
        Field::Absent => Ok(None),
        Field::Text(text) if (1..=REFERENCE_CHARACTERS_MAX).contains(&text.chars().count()) => {
            Ok(Some(text.clone().into_owned()))
        }
        Field::Text(_) | Field::Other => Err(Cause::SessionReference),
    }
}

/// The field holds something else than base64 of so many bytes.
struct NotANonce;

fn nonce(field: &Field<'_>, bytes: RangeInclusive<usize>) -> Result<Option<Vec<u8>>, NotANonce> {
    let text = match field {
        Field::Absent => return Ok(None),
        Field::Other => return Err(NotANonce),
        Field::Text(text) => text,
    };
    let nonce = base64::decode(text).ok_or(NotANonce)?;
    if bytes.contains(&nonce.len()) {
        Ok(Some(nonce))
    } else {
        Err(NotANonce)
    }
}

#[cfg(test)]
mod tests;
