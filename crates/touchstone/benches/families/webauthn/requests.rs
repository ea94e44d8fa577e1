//! The requests of a page and of its back end, written out.

use serde_json::{Value, json};
use touchstone_outbound::CeremonyService;

use super::authenticators::ORIGIN;

/// A call of a service from a page of the relying party.
pub fn request(service: CeremonyService, body: &str) -> Vec<u8> {
    let (path, length) = (service.path(), body.len());
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench.example\r\nOrigin: {ORIGIN}\r\nAccept: application/json\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

pub fn registration_options(username: &str) -> Vec<u8> {
    let body = json!({
        "username": username, "displayName": username, "attestation": "direct",
        "authenticatorSelection": {"userVerification": "preferred"},
    });
    request(CeremonyService::RegistrationOptions, &body.to_string())
}

pub fn authentication_options(username: &str) -> Vec<u8> {
    let body = json!({"username": username, "userVerification": "preferred"});
    request(CeremonyService::AuthenticationOptions, &body.to_string())
}

/// The status of the ceremony that these options began.
pub fn status(options: &Value) -> Vec<u8> {
    let body = json!({"fido2SessionId": options["fido2SessionId"]});
    request(CeremonyService::Status, &body.to_string())
}
