//! How is DER written as text? PEM with lines of 64 characters (RFC 7468).

use data_encoding::BASE64;

/// The block of this label.
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for (position, character) in text.chars().enumerate() {
        if position > 0 && position.is_multiple_of(64) {
            out.push('\n');
        }
        out.push(character);
    }
    out.push_str(&format!("\n-----END {label}-----\n"));
    out
}
