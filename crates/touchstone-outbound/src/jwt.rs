//! Decides how a signed statement of ours is written down: JWS compact serialisation (RFC 7515 section 7.1).

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use zeroize::Zeroizing;

/// What is signed: header and claims.
pub(crate) fn signing_input(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}", part(header), part(claims))
}

/// The statement with its signature. Whoever has it can use it.
pub(crate) fn signed(signing_input: &str, signature: &[u8]) -> Zeroizing<String> {
    let signature = BASE64URL_NOPAD.encode(signature);
    Zeroizing::new(format!("{signing_input}.{signature}"))
}
