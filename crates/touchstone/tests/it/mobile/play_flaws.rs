//! Every flaw that a simulated Play token can have, over HTTP: opened here, and through Google (spec
//! mobile.md 4.5).

use serde_json::{Value, json};
use touchstone_simulator::google::Route;
use touchstone_simulator::play::{Condition, Flaw, MIN_VERSION_CODE, TokenType};

use crate::support::{Answer, Engine, GoogleStage, by_nonce, on_each_engine, play_app};

on_each_engine!(
    every_flaw_of_a_token_that_is_opened_here_is_refused,
    every_flaw_of_a_token_that_google_opens_is_refused,
);

const NONCE: [u8; 32] = [0x33; 32];

async fn meet(stage: &GoogleStage, flaw: Flaw, mode: &str) {
    let is = |condition| flaw.condition() == Some(condition);
    let words = |condition, words: Value| if is(condition) { words } else { json!([]) };
    let least = if is(Condition::MinVersionCode) {
        MIN_VERSION_CODE
    } else {
        0
    };
    let policy = json!({
        "mode": mode,
        "min_version_code": least,
        "licensing": words(Condition::Licensed, json!(["LICENSED"])),
        "play_protect_reject": words(Condition::EnvironmentRejected, json!(["HIGH_RISK"])),
        "app_access_reject": words(Condition::EnvironmentRejected, json!(["UNKNOWN_CAPTURING"])),
    });
    stage.set_android_app(json!({"gms": policy})).await;
}

async fn verify(stage: &GoogleStage, token: &[u8]) -> Answer {
    stage.party.verify(&by_nonce(token, &NONCE)).await
}

#[track_caller]
fn assert_told(flaw: Flaw, answer: &Answer, reason: &str) {
    let body = answer.json();
    let told = (answer.status, &body["isValid"], &body["reason"]);
    let reason = Value::from(reason);
    let expected = (200, &Value::Bool(false), &reason);
    assert_eq!(told, expected, "{flaw}: {answer:?}");
    assert_ne!(body["statusCode"], 0, "{flaw}");
}

async fn every_flaw_of_a_token_that_is_opened_here_is_refused(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.set(json!({"explain": "reason"})).await;
    let app = play_app();
    let here = |flaw: &&Flaw| flaw.token_type() != Some(TokenType::Standard);
    for flaw in Flaw::ALL.iter().filter(here).copied() {
        meet(&stage, flaw, "local").await;
        let token = app.flawed_token(flaw, TokenType::Classic, &NONCE, stage.now_ms());
        assert_told(flaw, &verify(&stage, &token).await, flaw.expected_reason());
        let right = app.token(TokenType::Classic, &NONCE, stage.now_ms());
        let answer = verify(&stage, &right).await;
        assert!(answer.is_valid(), "{flaw}: {answer:?}");
    }
    assert_eq!(stage.calls(), (0, 0), "Google was asked");
}

/// From Google these are no answer with the object, and no fault of the token.
const NO_OBJECT: [Flaw; 3] = [
    Flaw::PayloadNotJson,
    Flaw::PayloadArray,
    Flaw::PayloadTrailing,
];

/// What Google does with a flaw: it opens no token that has one outside of the verdict.
fn reason_through_google(flaw: Flaw) -> &'static str {
    match flaw.check() {
        "G2" if flaw.token_type() == Some(TokenType::Standard) => flaw.expected_reason(),
        "G2" | "G3" | "G4" => "gms_token_refused",
        _ => flaw.expected_reason(),
    }
}

async fn every_flaw_of_a_token_that_google_opens_is_refused(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    stage.set(json!({"explain": "reason"})).await;
    let app = play_app();
    for token_type in [TokenType::Classic, TokenType::Standard] {
        let possible = |flaw: &&Flaw| flaw.token_type().is_none_or(|only| only == token_type);
        for flaw in Flaw::ALL.iter().filter(possible).copied() {
            meet(&stage, flaw, "google").await;
            let calls = stage.google.calls(Route::Decode);
            let token = app.flawed_token(flaw, token_type, &NONCE, stage.now_ms());
            let answer = verify(&stage, &token).await;
            if NO_OBJECT.contains(&flaw) {
                assert_eq!(answer.status, 503, "{flaw}: {answer:?}");
                assert_eq!(answer.json()["reason"], "upstream_unavailable", "{flaw}");
            } else {
                assert_told(flaw, &answer, reason_through_google(flaw));
            }
            let asked = !matches!(flaw.check(), "T4" | "G1") && flaw != Flaw::LineBreak;
            let calls = stage.google.calls(Route::Decode) - calls;
            assert_eq!(calls, usize::from(asked), "{flaw}");
        }
    }
}
