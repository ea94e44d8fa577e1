//! Decides how a token is decoded at Google and which answer is a payload (spec mobile.md 7.1): one POST.

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use touchstone_core::ports::{DecodeRequest, UpstreamError};
use zeroize::Zeroizing;

use super::access_token::{AccessToken, AccessTokens, Reuse};
use crate::address::encoded;
use crate::client::{Answer, HttpClient};
use crate::failure::{GARBAGE, message, refusal, unavailable};
use crate::origin::{Origin, Patience};

#[derive(Deserialize)]
struct Decoded<'a> {
    /// As it came: whoever judges it sees every member, also one that is there twice.
    #[serde(borrow, rename = "tokenPayloadExternal")]
    token_payload_external: &'a RawValue,
}

/// The payload's JSON text. A refused access token is replaced once.
pub(super) async fn decode(
    origin: &Origin,
    tokens: &AccessTokens,
    patience: Patience,
    request: &DecodeRequest,
) -> Result<Vec<u8>, UpstreamError> {
    let token = async |reuse: Reuse<'_>| {
        let (tenant_id, account) = (request.tenant_id, &request.account);
        let token = tokens.get(tenant_id, account, request.now, reuse, patience);
        token.await
    };
    let first = token(Reuse::Any).await?;
    let result = post(origin, patience, request, &first).await;
    if !matches!(result, Err(UpstreamError::Denied { status: 401, .. })) {
        return result;
    }
    let second = token(Reuse::Except(&first)).await?;
    post(origin, patience, request, &second).await
}

async fn post(
    origin: &Origin,
    patience: Patience,
    request: &DecodeRequest,
    token: &AccessToken,
) -> Result<Vec<u8>, UpstreamError> {
    let path = format!(
        "/v1/{}:decodeIntegrityToken",
        encoded(&request.package_name)
    );
    let body = Zeroizing::new(json!({"integrityToken": request.token}).to_string());
    let make = |client: &HttpClient| {
        client
            .request(reqwest::Method::POST, &path, &[])
            .bearer_auth(token.as_str())
            .header("content-type", "application/json")
            .body(body.to_string())
    };
    let read = |answer| read(&answer, &[&request.token, token.as_str()]);
    origin.ask_twice(patience, &make, &read).await
}

fn read(answer: &Answer, secrets: &[&str]) -> Result<Vec<u8>, UpstreamError> {
    if answer.status != 200 {
        return Err(refusal(answer.status, true, message(&answer.body, secrets)));
    }
    let decoded: Decoded<'_> =
        serde_json::from_slice(&answer.body).map_err(|_| unavailable(GARBAGE))?;
    let payload = decoded.token_payload_external.get();
    let is_object = payload.starts_with('{');
    is_object
        .then(|| payload.as_bytes().to_vec())
        .ok_or(unavailable(GARBAGE))
}
