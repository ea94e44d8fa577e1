//! Decides how a service account asks for an access token: a JWT bearer grant, RS256, good for an hour (RFC 7523 section 2.1).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use serde_json::{Value, json};
use touchstone_core::Timestamp;
use touchstone_core::ports::{ServiceAccount, UpstreamError};
use zeroize::Zeroizing;

use crate::{jwt, private_key};

const SCOPE: &str = "https://www.googleapis.com/auth/playintegrity";
const LIFETIME_S: i64 = 3_600;
const UNUSABLE: UpstreamError =
    UpstreamError::Unusable("the private key is no RSA key of 2,048 to 8,192 bits");

/// The grant: whoever has it gets an access token.
pub(super) fn grant(
    account: &ServiceAccount,
    now: Timestamp,
) -> Result<Zeroizing<String>, UpstreamError> {
    let der = private_key::pkcs8_der(&account.private_key)?;
    let key = KeyPair::from_pkcs8(der.secret_pkcs8_der()).map_err(|_| UNUSABLE)?;
    let input = jwt::signing_input(&header(account), &claims(account, now));
    let mut signature = vec![0; key.public_modulus_len()];
    let hash = digest(&SHA256, input.as_bytes());
    key.sign_digest(&RSA_PKCS1_SHA256, &hash, &mut signature)
        .map_err(|_| UNUSABLE)?;
    Ok(jwt::signed(&input, &signature))
}

fn header(account: &ServiceAccount) -> Value {
    match &account.private_key_id {
        Some(kid) => json!({"alg": "RS256", "typ": "JWT", "kid": kid}),
        None => json!({"alg": "RS256", "typ": "JWT"}),
    }
}

fn claims(account: &ServiceAccount, now: Timestamp) -> Value {
    let issued_at_s = now.unix_ms().div_euclid(1_000);
    json!({
        "iss": account.client_email,
        "scope": SCOPE,
        // Whom the grant is meant for, even where another address leads there.
        "aud": account.token_uri,
        "iat": issued_at_s,
        "exp": issued_at_s.saturating_add(LIFETIME_S),
    })
}

#[cfg(test)]
mod tests;
