//! Messages with one thing wrong each, over HTTP: the reason, and what becomes of the session (spec webauthn.md 3.1, 4.1, 4.2 and 4.6).

use serde_json::{Value, json};
use touchstone_simulator::webauthn::{CeremonyKind, Condition, Flaw};

use super::harness::{ORIGIN, W1, W2, W3, W4, asked, authenticator, start};
use crate::harness::{Answer, Ask, Server};

/// What holds here: users are verified, the sign-in names its user, and the profile is that of the conformance tools.
const HOLDS: [Condition; 4] = [
    Condition::UserVerificationRequired,
    Condition::TokenBindingShape,
    Condition::UsernameGiven,
    Condition::CounterAboveZero,
];

/// Flaws that a message of this ceremony can have whose attestation is by its own key.
fn flaws(kind: CeremonyKind) -> impl Iterator<Item = Flaw> {
    Flaw::all()
        .filter(move |flaw| flaw.ceremony().is_none_or(|of| of == kind))
        .filter(|flaw| flaw.format().is_none_or(|format| format == "packed"))
        .filter(|flaw| flaw.needs_certificates() != Some(true))
        .filter(|flaw| flaw.condition().is_none_or(|one| HOLDS.contains(&one)))
}

/// Whether the session was found before the message failed.
fn has_session(flaw: Flaw) -> bool {
    let (room, number) = flaw.check().split_at(1);
    let number = number.trim_end_matches(char::is_alphabetic);
    match room {
        "E" => false,
        "C" => number.parse::<u32>().unwrap() > 7,
        "S" => flaw.expected_reason() != "session_not_found",
        _ => true,
    }
}

async fn sent(server: &Server, path: &str, body: Vec<u8>) -> Answer {
    // The buckets of addresses are not what is tried here.
    server.clock.advance_ms(1_000);
    server.send(asked(path).with(body)).await
}

#[track_caller]
fn assert_refused(answer: &Answer, flaw: Flaw) {
    assert_eq!(answer.status, 400, "{flaw:?}: {answer:?}");
    let told = answer.header("x-touchstone-reason");
    assert_eq!(told, flaw.expected_reason(), "{flaw:?}: {answer:?}");
    let has_verdict = !answer.header("x-touchstone-verdict").is_empty();
    assert_eq!(has_verdict, has_session(flaw), "{flaw:?}");
}

async fn assert_state(server: &Server, options: &Value, flaw: Flaw) {
    let status = server.ceremony(&options["fido2SessionId"]).await;
    let state = if has_session(flaw) {
        "failed"
    } else {
        "initialized"
    };
    assert_eq!(status["status"], state, "{flaw:?}");
}

#[tokio::test]
async fn every_registration_with_a_flaw_is_refused_for_its_reason() {
    let server = start("conformance", json!({"attestation": {"mode": "monitor"}})).await;
    let mut tried = 0;
    for flaw in flaws(CeremonyKind::Registration) {
        let body = json!({
            "username": "jeff", "displayName": "Jeff", "attestation": "direct",
            "authenticatorSelection": {"userVerification": "required"},
        });
        let options = server.post(W1, &body).await.assert_ok();
        let registration = authenticator(1).register(&options, ORIGIN).unwrap();
        let answer = sent(&server, W2, registration.flawed(flaw)).await;
        assert_refused(&answer, flaw);
        assert_state(&server, &options, flaw).await;
        tried += 1;
    }
    assert!(tried > 100, "only {tried}");
}

#[tokio::test]
async fn every_sign_in_with_a_flaw_is_refused_for_its_reason() {
    let server = start("conformance", json!({"attestation": {"mode": "monitor"}})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let options = server.authentication_options("jeff").await;
    let message = authenticator.sign_in(&options, ORIGIN).unwrap().message();
    server.post(W4, &message).await.assert_ok();
    let mut tried = 0;
    for flaw in flaws(CeremonyKind::Authentication) {
        let body = json!({"username": "jeff", "userVerification": "required"});
        let options = server.post(W3, &body).await.assert_ok();
        // Of the copy that counts on: what the server has seen stays behind it.
        let assertion = authenticator.clone().sign_in(&options, ORIGIN).unwrap();
        let answer = sent(&server, W4, assertion.flawed(flaw)).await;
        assert_refused(&answer, flaw);
        assert_state(&server, &options, flaw).await;
        tried += 1;
    }
    assert!(tried > 50, "only {tried}");
}
