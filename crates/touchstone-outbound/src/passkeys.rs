//! Decides how a client of passkeys calls the ceremonies (spec webauthn.md 2.1): what a page or a relying party's back end does.

use std::fmt;

use reqwest::Method;
use serde_json::Value;

use crate::address::BaseUrl;
use crate::client::{CallError, HttpClient, Limits};

/// A service of the ceremonies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CeremonyService {
    /// W1: options of a registration.
    RegistrationOptions,
    /// W2: the result of a registration.
    RegistrationResult,
    /// W3: options of an authentication.
    AuthenticationOptions,
    /// W4: the result of an authentication.
    AuthenticationResult,
    /// W5: how a ceremony is.
    Status,
}

impl CeremonyService {
    /// Its path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::RegistrationOptions => "/nevisfido/fido2/attestation/options",
            Self::RegistrationResult => "/nevisfido/fido2/attestation/result",
            Self::AuthenticationOptions => "/nevisfido/fido2/assertion/options",
            Self::AuthenticationResult => "/nevisfido/fido2/assertion/result",
            Self::Status => "/nevisfido/fido2/status",
        }
    }
}

/// A client of the ceremonies at an origin of the relying party's.
#[derive(Clone)]
pub struct Passkeys {
    http: HttpClient,
    origin: String,
}

/// What the server answered, whatever its status.
#[derive(Clone, Debug, PartialEq)]
pub struct CeremonyAnswer {
    /// The HTTP status code.
    pub status: u16,
    /// The reason code of a failure, when the relying party tells it.
    pub reason: Option<String>,
    /// The verdict's identifier, when there is a verdict.
    pub verdict_id: Option<String>,
    /// The body; `null` when it is no JSON.
    pub body: Value,
}

impl Passkeys {
    /// A client at `origin`, such as `http://localhost:8080`, that calls this server.
    pub fn new(base: BaseUrl, origin: &str) -> Result<Self, CallError> {
        Ok(Self {
            http: HttpClient::new(base, Limits::default())?,
            origin: origin.to_owned(),
        })
    }

    /// The origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Calls a service with a JSON body.
    pub async fn call(
        &self,
        service: CeremonyService,
        body: &Value,
    ) -> Result<CeremonyAnswer, CallError> {
        self.call_raw(service, body.to_string().into_bytes()).await
    }

    /// Calls a service with these bytes, which need not be JSON.
    pub async fn call_raw(
        &self,
        service: CeremonyService,
        body: Vec<u8>,
    ) -> Result<CeremonyAnswer, CallError> {
        let request = self
            .http
            .request(Method::POST, service.path(), &[])
            .header("Origin", &self.origin)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(body);
        let answer = self.http.send(request).await?;
        Ok(CeremonyAnswer {
            status: answer.status,
            reason: answer.header("X-Touchstone-Reason"),
            verdict_id: answer.header("X-Touchstone-Verdict"),
            body: serde_json::from_slice(&answer.body).unwrap_or_default(),
        })
    }
}

impl fmt::Debug for Passkeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Passkeys")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
