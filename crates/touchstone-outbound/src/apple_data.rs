//! Decides how a receipt is exchanged at Apple (spec mobile.md 7.3): one POST with a statement signed by the DeviceCheck key.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use data_encoding::BASE64;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use serde_json::json;
use touchstone_core::ports::{AppleDataService, ReceiptAnswer, ReceiptExchange, UpstreamError};
use zeroize::Zeroizing;

use crate::address::BaseUrl;
use crate::client::{Answer, HttpClient, Limits};
use crate::failure::{GARBAGE, message, refusal, unavailable};
use crate::origin::Origin;
use crate::{jwt, private_key};

const PATH: &str = "/v1/attestationData";
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(3),
    total: Duration::from_secs(15),
    max_body_bytes: 1024 * 1024,
};
const UNUSABLE: UpstreamError = UpstreamError::Unusable("the private key is no P-256 key");

/// Apple's two data services.
#[derive(Debug)]
pub(crate) struct AppleData {
    production: Origin,
    development: Origin,
}

impl AppleData {
    pub(crate) fn new(production: BaseUrl, development: BaseUrl) -> Self {
        Self {
            production: Origin::new("apple_data", production, LIMITS),
            development: Origin::new("apple_data_development", development, LIMITS),
        }
    }

    /// Exchanges a receipt. Never repeated here: there is no hurry.
    pub(crate) async fn exchange(
        &self,
        exchange: ReceiptExchange,
    ) -> Result<ReceiptAnswer, UpstreamError> {
        let origin = match exchange.service {
            AppleDataService::Production => &self.production,
            AppleDataService::Development => &self.development,
        };
        let statement = statement(&exchange)?;
        let receipt = BASE64.encode(&exchange.receipt);
        let mut authorization = HeaderValue::from_str(&statement)
            .map_err(|_| UpstreamError::Unusable("the statement is no header"))?;
        authorization.set_sensitive(true);
        let make = |client: &HttpClient| {
            client
                .request(reqwest::Method::POST, PATH, &[])
                .header(AUTHORIZATION, &authorization)
                .body(receipt.clone())
        };
        let read = |answer| read(&answer, &[&statement, &receipt]);
        origin.ask(&make, &read).await
    }
}

/// Who asks: the team, by one of its keys.
fn statement(exchange: &ReceiptExchange) -> Result<Zeroizing<String>, UpstreamError> {
    let der = private_key::pkcs8_der(&exchange.private_key)?;
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.secret_pkcs8_der())
        .map_err(|_| UNUSABLE)?;
    let input = jwt::signing_input(
        &json!({"alg": "ES256", "typ": "JWT", "kid": exchange.devicecheck_key_id}),
        &json!({"iss": exchange.team_id, "iat": exchange.now.unix_ms().div_euclid(1_000)}),
    );
    let signature = key
        .sign_digest(&digest(&SHA256, input.as_bytes()))
        .map_err(|_| UNUSABLE)?;
    Ok(jwt::signed(&input, signature.as_ref()))
}

fn read(answer: &Answer, secrets: &[&str]) -> Result<ReceiptAnswer, UpstreamError> {
    match answer.status {
        200 => receipt(&answer.body)
            .map(ReceiptAnswer::Receipt)
            .ok_or(unavailable(GARBAGE)),
        304 => Ok(ReceiptAnswer::TooEarly),
        status => Err(refusal(status, true, message(&answer.body, secrets))),
    }
}

/// The text may be broken into lines.
fn receipt(body: &[u8]) -> Option<Vec<u8>> {
    let text: Vec<u8> = body
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let receipt = BASE64.decode(&text).ok()?;
    (!receipt.is_empty()).then_some(receipt)
}

#[cfg(test)]
mod tests;
