//! Who gets an access token? A known service account that signed its request (RFC 7523).

use serde_json::Value;

use super::service_account::{ServiceAccount, TOKEN_URI};
use super::state::State;
use crate::jose::{base64url, from_base64url, verifies_rs256};
use crate::json::Json;
use crate::key::sha256;
use crate::scripted::Reply;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const SCOPE: &str = "https://www.googleapis.com/auth/playintegrity";
/// The longest that a request may last, and how far its maker's clock may be off.
const LIFETIME_MAX_S: i64 = 3_600;
const SKEW_MAX_S: i64 = 300;

/// Answers a form with an assertion.
pub(super) fn answer(state: &State, body: &str) -> Reply {
    let form = form(body);
    let field = |name: &str| {
        let found = form.iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    if field("grant_type") != GRANT_TYPE {
        return refused("unsupported_grant_type", "Invalid grant_type");
    }
    match check(state, field("assertion")) {
        Ok(()) => give(state),
        Err(why) => refused("invalid_grant", why),
    }
}

fn give(state: &State) -> Reply {
    let now_ms = state.now_ms();
    let mut known = state.known();
    known.access_tokens_made = known.access_tokens_made.saturating_add(1);
    let digest = sha256(&known.access_tokens_made.to_be_bytes());
    let token = format!("ya29.simulated-{}", base64url(&digest));
    let lifetime_s = known.access_token_lifetime_s;
    let ends_ms = now_ms.saturating_add(i64::from(lifetime_s) * 1_000);
    known.access_tokens.insert(token.clone(), ends_ms);
    let members = [
        ("access_token", Json::Text(token)),
        ("expires_in", Json::Number(lifetime_s.into())),
        ("token_type", Json::text("Bearer")),
    ];
    Reply::json(200, Json::object(members).to_string())
}

/// What is wrong with an assertion, in Google's words.
fn check(state: &State, assertion: &str) -> Result<(), &'static str> {
    let malformed = "Bad Request";
    let (input, signature) = assertion.rsplit_once('.').ok_or(malformed)?;
    let (header, claims) = input.split_once('.').ok_or(malformed)?;
    let header = object(header).ok_or(malformed)?;
    let claims = object(claims).ok_or(malformed)?;
    let text = |object: &Value, name: &str| -> String {
        let value = object.get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let email = text(&claims, "iss");
    let known = state.known();
    let account = known
        .accounts
        .iter()
        .find(|account| account.client_email() == email)
        .ok_or("Invalid grant: account not found")?;
    let signature = from_base64url(signature).ok_or(malformed)?;
    let is_named = header.get("kid").is_none() || text(&header, "kid") == account.private_key_id();
    if text(&header, "alg") != "RS256"
        || !is_named
        || !verifies_rs256(&ServiceAccount::key(), input.as_bytes(), &signature)
    {
        return Err("Invalid JWT Signature.");
    }
    if text(&claims, "aud") != TOKEN_URI {
        return Err("Invalid JWT: Failed audience check.");
    }
    if !text(&claims, "scope")
        .split(' ')
        .any(|scope| scope == SCOPE)
    {
        return Err("Invalid OAuth scope or ID token audience provided.");
    }
    check_times(&claims, state.now_ms().div_euclid(1_000))
}

fn check_times(claims: &Value, now_s: i64) -> Result<(), &'static str> {
    let wrong = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable \
                 timeframe.";
    let time = |name| claims.get(name).and_then(Value::as_i64).ok_or(wrong);
    let (made_s, ends_s) = (time("iat")?, time("exp")?);
    let lasts_s = ends_s.saturating_sub(made_s);
    let is_timely = made_s <= now_s.saturating_add(SKEW_MAX_S)
        && ends_s > now_s.saturating_sub(SKEW_MAX_S)
        && (0..=LIFETIME_MAX_S).contains(&lasts_s);
    is_timely.then_some(()).ok_or(wrong)
}

fn object(part: &str) -> Option<Value> {
    let value: Value = serde_json::from_slice(&from_base64url(part)?).ok()?;
    value.is_object().then_some(value)
}

fn refused(error: &str, description: &str) -> Reply {
    let members = [
        ("error", Json::text(error)),
        ("error_description", Json::text(description)),
    ];
    Reply::json(400, Json::object(members).to_string())
}

/// Names and values of a form (`application/x-www-form-urlencoded`).
fn form(body: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (plain(name), plain(value))
    };
    body.split('&').map(pair).collect()
}

/// The text without percent encoding.
fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [
                    rest.next().unwrap_or_default(),
                    rest.next().unwrap_or_default(),
                ];
                let decoded = data_encoding::HEXLOWER_PERMISSIVE.decode(&digits);
                decoded
                    .ok()
                    .and_then(|one| one.first().copied())
                    .unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_without_its_encoding() {
        let fields = form("grant_type=urn%3aietf%3Aparams&a=b+c&d");
        let expected = [("grant_type", "urn:ietf:params"), ("a", "b c"), ("d", "")];
        assert_eq!(
            fields,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}
