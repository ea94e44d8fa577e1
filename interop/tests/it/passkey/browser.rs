//! The client and authenticator of the crate `passkey` with somebody who uses them: what a page gets of `navigator.credentials`.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData, WebauthnError};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use serde_json::{Value, json};
use url::Url;

/// Somebody who is there, proves who it is when asked to, and makes no second passkey on this device
/// when told that there is one: the authenticator itself only tells, and would go on.
struct Person;

#[async_trait]
impl UserValidationMethod for Person {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        hint: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        if matches!(hint, UiHint::InformExcludedCredentialFound(_)) {
            return Err(Ctap2Error::CredentialExcluded);
        }
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

/// A browser at an origin, on a device that holds one passkey.
pub struct Browser {
    origin: Url,
    pub passkey: Option<Passkey>,
}

macro_rules! answered {
    ($browser:ident, $method:ident, $options:expr) => {{
        let store = $browser.passkey.take();
        let mut authenticator =
            Authenticator::new(Aaguid::new_empty(), store, Person, RustCryptoBackend);
        authenticator.set_make_credentials_with_signature_counter(true);
        let mut client = Client::new(authenticator).allows_insecure_localhost(true);
        let request = serde_json::from_value(json!({ "publicKey": $options })).unwrap();
        let made = at_once(client.$method(&$browser.origin, request, DefaultClientData));
        $browser.passkey = client.authenticator().store().clone();
        made.map(|made| serde_json::to_value(&made).unwrap())
    }};
}

impl Browser {
    pub fn new(origin: &str) -> Self {
        Self {
            origin: Url::parse(origin).unwrap(),
            passkey: None,
        }
    }

    /// `navigator.credentials.create`.
    pub fn create(&mut self, options: &Value) -> Result<Value, WebauthnError> {
        answered!(self, register, options)
    }

    /// `navigator.credentials.get`.
    pub fn get(&mut self, options: &Value) -> Result<Value, WebauthnError> {
        answered!(self, authenticate, options)
    }
}

/// What a future gives that never waits.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here is to be waited for"),
    }
}
