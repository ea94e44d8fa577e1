//! A client and an authenticator of another project's over real HTTP: what they make of our options, and the server of their answers.

use async_trait::async_trait;
use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use serde_json::{Value, json};
use touchstone_outbound::{BaseUrl, CeremonyAnswer, CeremonyService, Passkeys};
use url::Url;

use crate::harness::{Place, Server};

/// Somebody who is there, and proves who it is when asked to.
struct Person;

#[async_trait]
impl UserValidationMethod for Person {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _hint: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck {
            presence,
            verification,
        })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// The other project's client at an origin, with an authenticator that holds one passkey.
struct Browser {
    origin: Url,
    passkey: Option<Passkey>,
}

/// What `navigator.credentials` is given of our options.
macro_rules! answered {
    ($browser:ident, $method:ident, $options:expr) => {{
        let store = $browser.passkey.take();
        let mut authenticator =
            Authenticator::new(Aaguid::new_empty(), store, Person, RustCryptoBackend);
        authenticator.set_make_credentials_with_signature_counter(true);
        let mut client = Client::new(authenticator).allows_insecure_localhost(true);
        let request = serde_json::from_value(json!({ "publicKey": $options })).unwrap();
        let origin = $browser.origin.clone();
        let made = client.$method(&origin, request, DefaultClientData).await;
        $browser.passkey = client.authenticator().store().clone();
        made.map(|made| serde_json::to_value(&made).unwrap())
            .map_err(|error| format!("{error:?}"))
    }};
}

impl Browser {
    fn new(origin: &str) -> Self {
        let origin = Url::parse(origin).unwrap();
        Self {
            origin,
            passkey: None,
        }
    }

    async fn create(&mut self, options: &Value) -> Result<Value, String> {
        answered!(self, register, options)
    }

    async fn get(&mut self, options: &Value) -> Result<Value, String> {
        answered!(self, authenticate, options)
    }
}

/// A server with the relying party `localhost`, and its client.
struct Site {
    passkeys: Passkeys,
    origin: String,
    _server: Server,
    _place: Place,
}

impl Site {
    fn new() -> Self {
        let place = Place::new();
        let server = place.serve(&[]);
        let origin = server.url.replace("127.0.0.1", "localhost");
        place.json(&["tenant", "create", "shop", "--url", &server.url]);
        let add = ["webauthn", "rp", "add", "--tenant", "shop", "--url"];
        let party = ["--rp-id", "localhost", "--name", "Shop", "--origin"];
        place.json(&[&add[..], &[&server.url], &party, &[&origin]].concat());
        let base = BaseUrl::parse(&server.url).unwrap();
        Self {
            passkeys: Passkeys::new(base, &origin).unwrap(),
            origin,
            _server: server,
            _place: place,
        }
    }

    async fn ask(&self, service: CeremonyService, body: Value) -> Value {
        let answer = self.passkeys.call(service, &body).await.unwrap();
        assert_eq!(answer.body["status"], "ok", "{answer:?}");
        answer.body
    }

    async fn registration_options(&self, username: &str) -> Value {
        let body = json!({
            "username": username, "displayName": username, "attestation": "direct",
            "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
        });
        self.ask(CeremonyService::RegistrationOptions, body).await
    }

    async fn registered(&self, browser: &mut Browser, username: &str) -> CeremonyAnswer {
        let options = self.registration_options(username).await;
        let message = browser.create(&options).await.unwrap();
        let service = CeremonyService::RegistrationResult;
        self.passkeys.call(service, &message).await.unwrap()
    }

    /// The message of a sign-in; an empty name names nobody.
    async fn assertion(&self, browser: &mut Browser, username: &str) -> Value {
        let body = json!({"username": username, "userVerification": "required"});
        let options = self.ask(CeremonyService::AuthenticationOptions, body).await;
        browser.get(&options).await.unwrap()
    }

    async fn judged(&self, message: &Value) -> CeremonyAnswer {
        let service = CeremonyService::AuthenticationResult;
        self.passkeys.call(service, message).await.unwrap()
    }

    /// Ceremony, status and user as a back end sees them.
    async fn status(&self, answer: &CeremonyAnswer) -> (String, String, String) {
        let id = &answer.body["fido2SessionId"];
        let body = json!({"fido2SessionId": id, "detail": true});
        let called = self.passkeys.call(CeremonyService::Status, &body).await;
        let seen = called.unwrap().body;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let ceremony = text(&seen["detail"]["ceremony"]);
        (ceremony, text(&seen["status"]), text(&seen["userId"]))
    }
}

#[track_caller]
fn accepted(answer: &CeremonyAnswer) {
    assert_eq!(answer.body["status"], "ok", "{answer:?}");
}

#[track_caller]
fn refused(answer: &CeremonyAnswer, reason: &str) {
    assert_eq!(answer.body["status"], "failed", "{answer:?}");
    assert_eq!(answer.reason.as_deref(), Some(reason));
}

#[tokio::test]
async fn it_registers_and_signs_in_with_and_without_a_user_name() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    let answer = site.registered(&mut browser, "jeff").await;
    accepted(&answer);
    let (ceremony, status, user) = site.status(&answer).await;
    assert_eq!((&*ceremony, &*status), ("registration", "succeeded"));
    assert!(user.starts_with("usr_"), "{user}");
    for username in ["jeff", ""] {
        let message = site.assertion(&mut browser, username).await;
        let answer = site.judged(&message).await;
        accepted(&answer);
        let seen = site.status(&answer).await;
        let wanted = ("authentication", "succeeded", user.as_str());
        assert_eq!((&*seen.0, &*seen.1, &*seen.2), wanted, "{username:?}");
    }
}

#[tokio::test]
async fn another_origin_is_refused() {
    let site = Site::new();
    let mut elsewhere = Browser::new("http://localhost:1");
    let answer = site.registered(&mut elsewhere, "jeff").await;
    refused(&answer, "origin_mismatch");
    assert_eq!(site.status(&answer).await.1, "failed");
}

#[tokio::test]
async fn a_message_counts_once_and_a_forged_one_never() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    accepted(&site.registered(&mut browser, "jeff").await);
    let message = site.assertion(&mut browser, "jeff").await;
    accepted(&site.judged(&message).await);
    refused(&site.judged(&message).await, "session_used");
    let mut other = site.assertion(&mut browser, "jeff").await;
    other["response"]["signature"] = message["response"]["signature"].clone();
    refused(&site.judged(&other).await, "signature_invalid");
}

#[tokio::test]
async fn a_copy_of_its_passkey_falls_behind() {
    let site = Site::new();
    let mut browser = Browser::new(&site.origin);
    accepted(&site.registered(&mut browser, "jeff").await);
    let mut copy = Browser::new(&site.origin);
    copy.passkey = browser.passkey.clone();
    let message = site.assertion(&mut browser, "jeff").await;
    accepted(&site.judged(&message).await);
    let message = site.assertion(&mut copy, "jeff").await;
    refused(&site.judged(&message).await, "counter_regressed");
}
