//! A relying party `localhost` of a running server: its ceremonies as its page and its back end see them.

use serde_json::{Value, json};

use crate::http::{self, Answer};
use crate::program::Program;

const REGISTRATION_OPTIONS: &str = "/nevisfido/fido2/attestation/options";
const REGISTRATION_RESULT: &str = "/nevisfido/fido2/attestation/result";
const AUTHENTICATION_OPTIONS: &str = "/nevisfido/fido2/assertion/options";
const AUTHENTICATION_RESULT: &str = "/nevisfido/fido2/assertion/result";
const STATUS: &str = "/nevisfido/fido2/status";

pub struct Site {
    program: Program,
    pub origin: String,
}

/// How a ceremony ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub ceremony: String,
    pub status: String,
    pub user: String,
}

impl Site {
    /// With the settings of profile `nevis`.
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// With these settings, in the words of `touchstone webauthn rp add`.
    pub fn with(settings: &[&str]) -> Self {
        let program = Program::start();
        let origin = format!("http://{}", program.address).replace("127.0.0.1", "localhost");
        program.administer(&["tenant", "create", "shop"]);
        let add = ["webauthn", "rp", "add", "--tenant", "shop"];
        let party = ["--rp-id", "localhost", "--name", "Shop", "--origin"];
        program.administer(&[&add[..], &party, &[&origin], settings].concat());
        Self { program, origin }
    }

    pub fn registration_options(&self, username: &str) -> Value {
        let body = json!({
            "username": username, "displayName": username, "attestation": "direct",
            "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
        });
        self.options(REGISTRATION_OPTIONS, &body)
    }

    pub fn registration_result(&self, message: &Value) -> Answer {
        self.post(REGISTRATION_RESULT, message)
    }

    /// An empty name names nobody.
    pub fn authentication_options(&self, username: &str) -> Value {
        let body = json!({"username": username, "userVerification": "required"});
        self.options(AUTHENTICATION_OPTIONS, &body)
    }

    pub fn authentication_result(&self, message: &Value) -> Answer {
        self.post(AUTHENTICATION_RESULT, message)
    }

    /// The ceremony that an answer was about, as a back end sees it.
    pub fn seen(&self, answer: &Answer) -> Seen {
        let body = json!({"fido2SessionId": answer.body["fido2SessionId"], "detail": true});
        let seen = self.post(STATUS, &body).body;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Seen {
            ceremony: text(&seen["detail"]["ceremony"]),
            status: text(&seen["status"]),
            user: text(&seen["userId"]),
        }
    }

    fn options(&self, path: &str, body: &Value) -> Value {
        let answer = self.post(path, body);
        accepted(&answer);
        answer.body
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        http::post(&self.program.address, &self.origin, path, body)
    }
}

#[track_caller]
pub fn accepted(answer: &Answer) {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.body["status"], "ok", "{answer:?}");
}

#[track_caller]
pub fn refused(answer: &Answer, reason: &str) {
    assert_eq!(answer.body["status"], "failed", "{answer:?}");
    assert_eq!(answer.reason.as_deref(), Some(reason));
}
