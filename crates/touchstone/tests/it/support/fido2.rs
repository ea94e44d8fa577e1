//! A relying party's pages and its back end: they speak the ceremonies of passkeys over HTTP.

use std::net::SocketAddr;

use serde_json::{Value, json};
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{Authenticator, Statement};

use super::{Admin, Answer, Engine, Place, Request};

/// Options and result of a registration, options and result of a sign-in.
pub const W1: &str = "/nevisfido/fido2/attestation/options";
pub const W2: &str = "/nevisfido/fido2/attestation/result";
pub const W3: &str = "/nevisfido/fido2/assertion/options";
pub const W4: &str = "/nevisfido/fido2/assertion/result";
const W5: &str = "/nevisfido/fido2/status";
/// Where the pages are.
pub const ORIGIN: &str = "https://siven.ch";

const CONFIGURATION: &str =
    "[webauthn.rate_limit]\naddress_per_s = 0\n[webauthn.mds]\nenabled = false\n";

/// A place whose server asks no metadata service, and takes as many requests as a test has.
pub fn passkey_place(engine: Engine) -> Place {
    let place = Place::new(engine);
    place.configure_also(CONFIGURATION);
    place
}

/// The pages and the back end of the relying party `siven.ch`.
#[derive(Clone, Copy, Debug)]
pub struct Fido2 {
    /// The server that they call.
    pub address: SocketAddr,
}

impl Fido2 {
    /// Makes the relying party, in the profile `nevis` and with this policy, at the tenant of this administrator.
    pub async fn furnish(admin: &Admin, address: SocketAddr, policy: Value) -> Self {
        let rp = json!({
            "rp_id": "siven.ch", "rp_name": "Siven", "origins": [ORIGIN], "policy": policy,
        });
        let path = "/admin/v1/webauthn/relying-parties";
        admin.post(path, rp).await;
        Self { address }
    }

    /// A request of a page, with these bytes said to be JSON.
    pub fn request(path: &str, body: impl Into<Vec<u8>>) -> Request {
        Request::new("POST", path)
            .header("Origin", ORIGIN)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(body)
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body).await.expect("an answer")
    }

    /// The same to a server that may be gone.
    pub async fn try_post(&self, path: &str, body: &Value) -> Option<Answer> {
        let request = Self::request(path, body.to_string());
        request.try_send(self.address).await
    }

    /// Options of a registration.
    pub async fn registration_options(&self, username: &str) -> Value {
        let asked = Self::registration_of(username);
        self.post(W1, &asked).await.assert_ok()
    }

    /// What is posted for them.
    pub fn registration_of(username: &str) -> Value {
        json!({"username": username, "displayName": username, "attestation": "direct"})
    }

    /// Options of a sign-in.
    pub async fn authentication_options(&self, username: &str) -> Value {
        let asked = json!({ "username": username });
        self.post(W3, &asked).await.assert_ok()
    }

    /// A registration's message, not sent yet, and the id of its session.
    pub async fn registration(
        &self,
        authenticator: &mut Authenticator,
        username: &str,
    ) -> (Value, Value) {
        let options = self.registration_options(username).await;
        let registration = authenticator.register(&options, ORIGIN).unwrap();
        (registration.message(), options["fido2SessionId"].clone())
    }

    /// A sign-in's message, not sent yet, and the id of its session.
    pub async fn sign_in(
        &self,
        authenticator: &mut Authenticator,
        username: &str,
    ) -> (Value, Value) {
        let options = self.authentication_options(username).await;
        let assertion = authenticator.sign_in(&options, ORIGIN).unwrap();
        (assertion.message(), options["fido2SessionId"].clone())
    }

    /// Registers.
    pub async fn registered(&self, authenticator: &mut Authenticator, username: &str) {
        let (message, _) = self.registration(authenticator, username).await;
        self.post(W2, &message).await.assert_ok();
    }

    /// What the back end hears of a session.
    pub async fn status(&self, session_id: &Value) -> Value {
        let asked = json!({"fido2SessionId": session_id, "detail": true});
        let answer = self.post(W5, &asked).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }
}

/// The credentials of the user of this name, as its administrator sees them.
pub async fn credentials_of(admin: &Admin, username: &str) -> Vec<Value> {
    let named = [("username", username)];
    let users = admin.find("/admin/v1/webauthn/users", &named).await;
    let id = users["items"][0]["ext_id"].as_str().unwrap();
    let path = format!("/admin/v1/webauthn/users/{id}/fido2");
    let held = admin.get(&path).await;
    held["items"].as_array().unwrap().clone()
}

/// An authenticator that attests its credentials by themselves; another seed is another device.
pub fn authenticator(seed: u16, now_ms: i64) -> Authenticator {
    let mut device = [0xF1; 32];
    device[..2].copy_from_slice(&seed.to_be_bytes());
    let statement = Statement::Packed(Packed::by_itself());
    Authenticator::new(device, [7; 16], statement, now_ms)
}

impl Answer {
    /// A ceremony's 200 `ok`; its body.
    #[track_caller]
    pub fn assert_ok(&self) -> Value {
        let json = self.json();
        assert_eq!(
            (self.status, &json["status"]),
            (200, &json!("ok")),
            "{self:?}"
        );
        json
    }

    /// A ceremony that failed for this reason; its body.
    #[track_caller]
    pub fn assert_failed(&self, reason: &str) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("x-touchstone-reason"), Some(reason), "{self:?}");
        let json = self.json();
        assert_eq!(json["status"], "failed");
        let told = json["errorMessage"].as_str().unwrap();
        assert!(told.starts_with(&format!("{reason}: ")), "{told}");
        json
    }
}
