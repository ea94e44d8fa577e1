//! What does Apple give for a receipt? The one that was laid ready for it, to a team that signed its request.

use data_encoding::BASE64;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;

use super::apple_team::AppleTeam;
use super::script::RecordedRequest;
use super::state::State;
use crate::jose::from_base64url;
use crate::scripted::Reply;

/// How old the statement of the team may be.
const STATEMENT_MAX_AGE_S: i64 = 20 * 60;
const SKEW_MAX_S: i64 = 60;

/// Answers for a receipt in base64.
pub(super) fn answer(state: &State, request: &RecordedRequest) -> Reply {
    let text = |status, text: &str| Reply::new(status, "text/plain", text.to_owned());
    let now_s = state.now_ms().div_euclid(1_000);
    let known = state.known();
    let statement = request.header("authorization").unwrap_or_default();
    if !known.teams.iter().any(|team| is_by(team, statement, now_s)) {
        return text(401, "Unable to verify authorization token");
    }
    let Ok(receipt) = BASE64.decode(request.body.as_bytes()) else {
        return text(400, "Missing or incorrectly formatted receipt payload");
    };
    match known.receipts.get(&receipt) {
        Some(newer) => text(200, &BASE64.encode(newer)),
        None => text(404, "No data found"),
    }
}

/// Whether the statement is the team's: `kid`, `iss`, `iat` and an ES256 signature.
fn is_by(team: &AppleTeam, statement: &str, now_s: i64) -> bool {
    let read = || {
        let (input, signature) = statement.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        let header: Value = serde_json::from_slice(&from_base64url(header)?).ok()?;
        let claims: Value = serde_json::from_slice(&from_base64url(claims)?).ok()?;
        let signature = Signature::from_slice(&from_base64url(signature)?).ok()?;
        let key = VerifyingKey::from_sec1_bytes(&team.key.subject_public_key()).ok()?;
        key.verify(input.as_bytes(), &signature).ok()?;
        let made_s = claims.get("iat")?.as_i64()?;
        let is_named = header.get("alg")? == "ES256"
            && header.get("kid")? == team.key_id()
            && claims.get("iss")? == team.team_id();
        let age_s = now_s.saturating_sub(made_s);
        Some(is_named && (-SKEW_MAX_S..=STATEMENT_MAX_AGE_S).contains(&age_s))
    };
    read().unwrap_or(false)
}
