//! Decides which base64 is read (RFC 4648): one form per value in every alphabet, so that left-over bits, line breaks, mixed
//! alphabets and texts put together are refused.

use alloc::vec::Vec;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};

/// Base64url without padding: the parts of compact tokens.
pub(crate) fn decode_url(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// Base64url with the padding of RFC 4648 section 3.2, or with none.
pub fn decode_url_padded(text: &str) -> Option<Vec<u8>> {
    decode_url(with_or_without_padding(text)?)
}

/// Standard base64 with padding: certificates in `x5c` and in PEM.
pub(crate) fn decode_standard(text: &str) -> Option<Vec<u8>> {
    BASE64_NOPAD.decode(without_padding(text)?.as_bytes()).ok()
}

/// Base64 or base64url, with or without padding: values whose notation the app chooses (spec mobile.md section 3.4).
/// Hexadecimal is not recognised; as base64 it is other bytes.
pub fn decode_any(text: &str) -> Option<Vec<u8>> {
    let bare = with_or_without_padding(text)?;
    let decoded = |notation: &data_encoding::Encoding| notation.decode(bare.as_bytes()).ok();
    [BASE64URL_NOPAD, BASE64_NOPAD].iter().find_map(decoded)
}

fn with_or_without_padding(text: &str) -> Option<&str> {
    if text.ends_with('=') {
        without_padding(text)
    } else {
        Some(text)
    }
}

/// The text without its padding; `None` when it has too much or too little. Decoders that know padding read it anywhere.
fn without_padding(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches('=');
    let padding = text.len().checked_sub(bare.len())?;
    (padding <= 2 && text.len().is_multiple_of(4)).then_some(bare)
}
