//! Messages with one thing wrong each, over HTTP: the reason, and what becomes of the session (spec webauthn.md 4.1 and 3.1).

use serde_json::json;
use touchstone_simulator::webauthn::{CeremonyKind, Condition, Flaw};

use super::harness::{ORIGIN, W2, W4, asked, authenticator, start};
use crate::harness::{Answer, Ask, Server};

/// Flaws of the parts that every message has, whatever its attestation.
fn flaws(kind: CeremonyKind) -> impl Iterator<Item = Flaw> {
    Flaw::all()
        .filter(|flaw| matches!(flaw, Flaw::Envelope(_) | Flaw::ClientData(_)))
        .filter(move |flaw| flaw.ceremony().is_none_or(|of| of == kind))
        .filter(|flaw| matches!(flaw.condition(), None | Some(Condition::TokenBindingShape)))
}

/// Whether the session was found before the message failed.
fn has_session(flaw: Flaw) -> bool {
    let check = flaw.check();
    let number: u32 = check[1..].parse().unwrap();
    check.starts_with('C') && number > 7
}

async fn sent(server: &Server, path: &str, body: Vec<u8>) -> Answer {
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

#[tokio::test]
async fn every_registration_with_a_flaw_is_refused_for_its_reason() {
    let server = start("conformance", json!({"attestation": {"mode": "monitor"}})).await;
    for flaw in flaws(CeremonyKind::Registration) {
        let options = server.registration_options("jeff").await;
        let registration = authenticator(1).register(&options, ORIGIN).unwrap();
        let answer = sent(&server, W2, registration.flawed(flaw)).await;
        assert_refused(&answer, flaw);
        let status = server.ceremony(&options["fido2SessionId"]).await;
        let state = if has_session(flaw) {
            "failed"
        } else {
            "initialized"
        };
        assert_eq!(status["status"], state, "{flaw:?}");
        server.clock.advance_ms(1_000);
    }
}

#[tokio::test]
async fn every_sign_in_with_a_flaw_is_refused_for_its_reason() {
    let server = start("conformance", json!({"attestation": {"mode": "monitor"}})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    for flaw in flaws(CeremonyKind::Authentication) {
        let options = server.authentication_options("jeff").await;
        let assertion = authenticator.sign_in(&options, ORIGIN).unwrap();
        let answer = sent(&server, W4, assertion.flawed(flaw)).await;
        assert_refused(&answer, flaw);
        server.clock.advance_ms(1_000);
    }
}
