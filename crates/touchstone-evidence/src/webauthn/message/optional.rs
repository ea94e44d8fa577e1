//! Decides whether an optional member has its type and size (spec webauthn.md E19); `null` counts as absent.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::Error;
use crate::json::Value;
use crate::limits::{TRANSPORT_BYTES_MAX, TRANSPORTS_MAX};

/// A text of at most `bytes_max` bytes, or nothing.
pub(super) fn text(
    object: &Value,
    field: &'static str,
    bytes_max: usize,
) -> Result<Option<String>, Error> {
    let Some(value) = object.present(field) else {
        return Ok(None);
    };
    let text = value.text().filter(|text| text.len() <= bytes_max);
    let text = text.ok_or(Error::OptionalFieldMalformed { field })?;
    Ok(Some(text.to_owned()))
}

/// The transports, or nothing.
pub(super) fn transports(response: &Value) -> Result<Option<Vec<String>>, Error> {
    let field = "transports";
    let Some(value) = response.present(field) else {
        return Ok(None);
    };
    let malformed = Error::OptionalFieldMalformed { field };
    let elements = value.elements().ok_or(malformed)?;
    if elements.len() > TRANSPORTS_MAX {
        return Err(malformed);
    }
    let word = |element: &Value| {
        let word = element.text();
        let word = word.filter(|word| word.len() <= TRANSPORT_BYTES_MAX);
        word.map(ToOwned::to_owned)
    };
    let words: Option<Vec<_>> = elements.iter().map(word).collect();
    words.map(Some).ok_or(malformed)
}
