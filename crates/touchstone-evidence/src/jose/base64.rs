//! Decides which base64 is read (RFC 4648): canonical in every alphabet, so that left-over bits, line breaks and mixed
//! alphabets are refused.

use alloc::vec::Vec;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};

/// Base64url without padding: the parts of compact tokens.
pub(crate) fn decode_url(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// Standard base64 with padding: the certificates in `x5c`.
pub(super) fn decode_standard(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.as_bytes()).ok()
}

/// Base64 or base64url, with or without padding: values whose notation the app chooses (spec mobile.md section 3.4).
/// Hexadecimal is not recognised; as base64 it is other bytes.
pub fn decode_any(text: &str) -> Option<Vec<u8>> {
    let notations = [BASE64URL_NOPAD, BASE64, BASE64URL, BASE64_NOPAD];
    let decoded = |notation: &data_encoding::Encoding| notation.decode(text.as_bytes()).ok();
    notations.iter().find_map(decoded)
}
