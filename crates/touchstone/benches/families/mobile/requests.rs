//! The requests of a relying party's back end, written out before a load begins.

use data_encoding::BASE64;

pub const INIT: &str = "/api/v1/attestation/init";
const VERIFY: &str = "/api/v1/attestation/verify";

pub fn post_request(path: &str, api_key: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nX-Api-Key: {api_key}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// `verify` of a token that is bound to a nonce of the relying party's own.
pub fn verify_request(api_key: &str, token: &[u8], nonce: &[u8]) -> Vec<u8> {
    let (token, nonce) = (BASE64.encode(token), BASE64.encode(nonce));
    let body = format!("{{\"attestationToken\":\"{token}\",\"expectedNonce\":\"{nonce}\"}}");
    post_request(VERIFY, api_key, &body)
}

/// `verify` of a token that is bound to a session.
pub fn verify_session_request(api_key: &str, token: &[u8], reference: &str) -> Vec<u8> {
    let token = BASE64.encode(token);
    let body = format!("{{\"attestationToken\":\"{token}\",\"sessionReference\":\"{reference}\"}}");
    post_request(VERIFY, api_key, &body)
}
