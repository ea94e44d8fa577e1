//! Decides how a certificate in metadata becomes DER: standard base64, with white space anywhere and padding or not.

use alloc::vec::Vec;

use data_encoding::BASE64_NOPAD;

/// The DER, which is not looked at; `None` when the text is no base64.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let base64: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let end = base64.iter().rposition(|byte| *byte != b'=');
    let base64 = base64.get(..=end?)?;
    BASE64_NOPAD.decode(base64).ok()
}
