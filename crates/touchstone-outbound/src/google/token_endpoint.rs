//! Decides where an access token comes from and which answer is one (RFC 6749 section 5).

use std::time::Duration;

use serde::Deserialize;
use touchstone_core::Timestamp;
use touchstone_core::ports::{ServiceAccount, UpstreamError};
use zeroize::Zeroizing;

use super::grant::grant;
use crate::address::{Address, BaseUrlError, query_text};
use crate::client::{Answer, Limits};
use crate::failure::{GARBAGE, message, refusal, unavailable};
use crate::origin::{Origin, Patience};

/// The only address at which Google's service accounts get their tokens. No tenant chooses where this server calls.
const GOOGLE_TOKEN_URI: &str = "https://oauth2.googleapis.com/token";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// No token is taken to live longer than what was asked for.
const LIFETIME_MAX_S: u64 = 3_600;
const TOKEN_BYTES_MAX: usize = 8_192;

/// Where access tokens are fetched.
#[derive(Debug)]
pub(super) struct TokenEndpoint {
    origin: Origin,
    path: String,
    /// The operator named another address than the accounts do.
    is_override: bool,
}

/// A token and for how long Google will take it.
pub(super) struct Fetched {
    pub(super) access_token: Zeroizing<String>,
    pub(super) lifetime: Duration,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: u64,
}

impl TokenEndpoint {
    /// At Google's address, or at the operator's.
    pub(super) fn new(token_url: Option<&str>, limits: Limits) -> Result<Self, BaseUrlError> {
        let address = Address::parse(token_url.unwrap_or(GOOGLE_TOKEN_URI))?;
        Ok(Self {
            origin: Origin::new("google_token", address.base, limits),
            path: address.path,
            is_override: token_url.is_some(),
        })
    }

    /// Fetches a token. A fetch is repeated once.
    pub(super) async fn fetch(
        &self,
        account: &ServiceAccount,
        now: Timestamp,
        patience: Patience,
    ) -> Result<Fetched, UpstreamError> {
        if !self.is_override && account.token_uri != GOOGLE_TOKEN_URI {
            return Err(UpstreamError::Unusable("token_uri is not Google's"));
        }
        let grant = grant(account, now)?;
        let form = Zeroizing::new(query_text(&[
            ("grant_type".to_owned(), GRANT_TYPE.to_owned()),
            ("assertion".to_owned(), grant.to_string()),
        ]));
        let make = |client: &crate::client::HttpClient| {
            client
                .request(reqwest::Method::POST, &self.path, &[])
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form.to_string())
        };
        let read = |answer| read(answer, &grant);
        self.origin.ask_twice(patience, &make, &read).await
    }
}

fn read(answer: Answer, grant: &str) -> Result<Fetched, UpstreamError> {
    let body = Zeroizing::new(answer.body);
    if answer.status != 200 {
        return Err(refusal(answer.status, false, message(&body, &[grant])));
    }
    let answer: TokenAnswer = serde_json::from_slice(&body).map_err(|_| unavailable(GARBAGE))?;
    let access_token = Zeroizing::new(answer.access_token);
    let is_header = (1..=TOKEN_BYTES_MAX).contains(&access_token.len())
        && access_token.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_header {
        return Err(unavailable(GARBAGE));
    }
    Ok(Fetched {
        access_token,
        lifetime: Duration::from_secs(answer.expires_in.min(LIFETIME_MAX_S)),
    })
}
