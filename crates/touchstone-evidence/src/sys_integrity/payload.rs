//! Decides how the payload is read: what is of a wrong type, or beyond a limit, counts as absent.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use data_encoding::HEXLOWER_PERMISSIVE;

use super::Facts;
use crate::Timestamp;
use crate::digest::Sha256;
use crate::jose;
use crate::json::Value;
use crate::limits::{VERDICT_LIST_MAX, VERDICT_TEXT_BYTES_MAX};

/// What a payload says, with what the facts do not keep apart.
pub(super) struct Payload {
    /// Without certificates: they stand in the header.
    pub(super) facts: Facts,
    /// The digests in their order; `None` where one is no SHA-256 value. Empty when there are none.
    pub(super) digests: Vec<Option<Sha256>>,
}

impl Payload {
    /// `None` when the document is no object.
    pub(super) fn of(document: &Value) -> Option<Self> {
        document.members()?;
        // The second name stands for the first only where the first is absent.
        let either = |first, second| document.present(first).or_else(|| document.present(second));
        let milliseconds = either("timestampMs", "timestamp").and_then(Value::unsigned);
        let digests = either("apkCertificateDigestSha256", "hapCertificateSha256");
        let digests = digests.map(sha256_values).unwrap_or_default();
        let nonce = document.get("nonce").and_then(text);
        let facts = Facts {
            package_name: either("apkPackageName", "hapBundleName").and_then(owned),
            app_id: document.get("appId").and_then(number_text),
            basic_integrity: document.get("basicIntegrity").and_then(Value::boolean),
            advice: document.get("advice").and_then(owned),
            detail: document.get("detail").map(words).unwrap_or_default(),
            certificate_sha256: digests.iter().copied().flatten().collect(),
            timestamp: milliseconds.map(Timestamp::from_unix_ms),
            nonce: nonce.and_then(jose::decode_any),
            certificates: Vec::new(),
        };
        Some(Self { facts, digests })
    }
}

fn text(value: &Value) -> Option<&str> {
    value
        .text()
        .filter(|text| text.len() <= VERDICT_TEXT_BYTES_MAX)
}

fn owned(value: &Value) -> Option<String> {
    text(value).map(ToOwned::to_owned)
}

/// Text, or an integer as text: app ids are digits.
fn number_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(_) => owned(value),
        _ => value.unsigned().map(|number| number.to_string()),
    }
}

/// One text or a list of them. Anything else, and a list that is too long, is one value that is no digest.
fn sha256_values(value: &Value) -> Vec<Option<Sha256>> {
    match value.elements() {
        Some(elements) if elements.len() <= VERDICT_LIST_MAX => {
            elements.iter().map(sha256_value).collect()
        }
        Some(_) => Vec::from([None]),
        None => Vec::from([sha256_value(value)]),
    }
}

/// Base64 of any kind, or hexadecimal: 64 digits are 48 bytes in base64, so the two cannot be taken for each other.
fn sha256_value(value: &Value) -> Option<Sha256> {
    let text = text(value)?;
    let bytes = match text.len() {
        64 => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?,
        _ => jose::decode_any(text)?,
    };
    bytes.try_into().ok()
}

/// A list of words, or one text with commas between them.
fn words(value: &Value) -> Vec<String> {
    let listed = value.elements().unwrap_or_default().iter().filter_map(text);
    let joined = text(value).into_iter().flat_map(|text| text.split(','));
    let words = listed.chain(joined).map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .take(VERDICT_LIST_MAX)
        .collect()
}
