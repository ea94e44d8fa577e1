//! Decides how a relying party calls the attestation sessions (spec mobile.md 2.1, 2.2): what a customer's back end does.

use std::fmt;

use serde_json::Value;

use crate::address::BaseUrl;
use crate::client::{CallError, HttpClient, Limits};

/// A back end with an API key.
#[derive(Clone)]
pub struct RelyingParty {
    http: HttpClient,
    api_key: String,
}

/// What the server answered, whatever its status.
#[derive(Clone, Debug, PartialEq)]
pub struct RelyingPartyAnswer {
    /// The HTTP status code.
    pub status: u16,
    /// The verdict's identifier, when there is a verdict.
    pub verdict_id: Option<String>,
    /// The body; `null` when it is no JSON.
    pub body: Value,
}

impl RelyingParty {
    /// A back end that calls this server with this API key (`xma_...`).
    pub fn new(base: BaseUrl, api_key: &str) -> Result<Self, CallError> {
        Ok(Self {
            http: HttpClient::new(base, Limits::default())?,
            api_key: api_key.to_owned(),
        })
    }

    /// Asks for a session: `POST /api/v1/attestation/init`.
    pub async fn init(&self) -> Result<RelyingPartyAnswer, CallError> {
        self.call(reqwest::Method::POST, "/api/v1/attestation/init", None)
            .await
    }

    /// Has a token judged: `POST /api/v1/attestation/verify`.
    pub async fn verify(&self, request: &Value) -> Result<RelyingPartyAnswer, CallError> {
        self.call(
            reqwest::Method::POST,
            "/api/v1/attestation/verify",
            Some(request),
        )
        .await
    }

    /// Reads a verdict again: `GET /api/v1/attestation/verdicts/{id}`.
    pub async fn verdict(&self, verdict_id: &str) -> Result<RelyingPartyAnswer, CallError> {
        let path = format!("/api/v1/attestation/verdicts/{verdict_id}");
        self.call(reqwest::Method::GET, &path, None).await
    }

    async fn call(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<RelyingPartyAnswer, CallError> {
        let mut request = self
            .http
            .request(method, path, &[])
            .header("X-Api-Key", &self.api_key);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = self.http.send(request).await?;
        Ok(RelyingPartyAnswer {
            status: answer.status,
            verdict_id: answer.header("X-Touchstone-Verdict"),
            body: serde_json::from_slice(&answer.body).unwrap_or_default(),
        })
    }
}

impl fmt::Debug for RelyingParty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RelyingParty")
            .finish_non_exhaustive()
    }
}
