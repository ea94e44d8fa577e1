//! What does Google say of a Play Integrity token? Its verdict; of a standard token the second time a cleared one.

use serde_json::{Value, json};

use super::script::{self, RecordedRequest};
use super::state::State;
use crate::play::{open_classic, open_standard};
use crate::scripted::Reply;

/// Answers for a token of the package that the path names.
pub(super) fn answer(state: &State, request: &RecordedRequest) -> Reply {
    if !is_authorized(state, request) {
        let why = "Request had invalid authentication credentials.";
        return Reply::error(401, "UNAUTHENTICATED", why);
    }
    let body: Option<Value> = serde_json::from_str(&request.body).ok();
    let token = body.as_ref().and_then(|body| body.get("integrityToken"));
    let Some(token) = token.and_then(Value::as_str) else {
        return Reply::error(400, "INVALID_ARGUMENT", "Integrity token is missing.");
    };
    let mut known = state.known();
    let package = script::package(&request.path).unwrap_or_default();
    let Some(app) = known.apps.get(package) else {
        return Reply::error(404, "NOT_FOUND", "Requested entity was not found.");
    };
    if let Some(payload) = open_classic(app.keys(), token) {
        return verdict(&payload);
    }
    let Some(payload) = open_standard(package, token) else {
        let why = "Integrity token cannot be decrypted due to a wrong key or format.";
        return Reply::error(400, "INVALID_ARGUMENT", why);
    };
    match known.decoded.insert(token.to_owned()) {
        true => verdict(&payload),
        false => verdict(&cleared(&payload)),
    }
}

/// The bearer token is one that was given out and has not ended.
fn is_authorized(state: &State, request: &RecordedRequest) -> bool {
    let header = request.header("authorization").unwrap_or_default();
    let token = header.strip_prefix("Bearer ").unwrap_or_default();
    let ends_ms = state.known().access_tokens.get(token).copied();
    ends_ms.is_some_and(|ends_ms| state.now_ms() < ends_ms)
}

/// The payload is written as it is, so that a wrong one stays wrong.
fn verdict(payload: &str) -> Reply {
    Reply::json(200, format!(r#"{{"tokenPayloadExternal":{payload}}}"#))
}

/// The same request, and nothing evaluated.
fn cleared(payload: &str) -> String {
    let payload: Value = serde_json::from_str(payload).unwrap_or_default();
    let cleared = json!({
        "requestDetails": payload.get("requestDetails"),
        "appIntegrity": {"appRecognitionVerdict": "UNEVALUATED"},
        "deviceIntegrity": {},
        "accountDetails": {"appLicensingVerdict": "UNEVALUATED"},
    });
    cleared.to_string()
}
