//! Sessions that cannot be used (spec mobile.md 3.1; section 9, rows 24 to 27).

use serde_json::json;
use touchstone_core::mobile::Explain;
use touchstone_simulator::apple::ClientDataProfile;

use crate::harness::{Answer, Ask, Server, T, post};

#[track_caller]
fn assert_conflict(answer: &Answer, code: u32, message: &str) {
    answer.assert_error(409, code, message);
    assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
}

#[tokio::test]
async fn row_24_references_that_are_not_of_this_tenant_are_unknown() {
    let server = Server::start().await;
    let foreign_key = server.add_tenant("other").await;
    let request = post("/api/v1/attestation/init")
        .header("x-api-key", &foreign_key)
        .empty();
    let foreign = server.send(request).await.json();
    let (own, _) = server.init().await;
    let changed = format!(
        "{}{}",
        &own[..35],
        if own.ends_with('0') { '1' } else { '0' }
    );
    for reference in [
        "not-a-uuid",
        "8b1f0ad1-6f2e-4c3a-9d55-0e6a4a3c2b1f",
        &changed,
        &own.to_uppercase(),
        foreign["sessionReference"].as_str().unwrap(),
        "\u{e9}",
    ] {
        let answer = server.verify_session(reference, b"hello").await;
        assert_conflict(&answer, 268_509_184, "Session unknown");
    }
    server
        .verify_session(&own, b"hello")
        .await
        .assert_refused(268_513_280, "Attestation token malformed");
}

#[tokio::test]
async fn row_25_a_session_ends_one_millisecond_after_its_last_instant() {
    let server = Server::start().await;
    let ((late, _), (in_time, nonce)) = (server.init().await, server.init().await);
    server.clock.set(T.plus_s(300));
    let mut iphone = server.iphone(3);
    let now_ms = T.plus_s(300).unix_ms();
    let token = iphone.token(&nonce, ClientDataProfile::CborArray, true, now_ms);
    let answer = server.verify_session(&in_time, &token).await;
    assert_eq!(answer.json()["isValid"], true, "{answer:?}");
    server.clock.advance_ms(1);
    let answer = server.verify_session(&late, b"hello").await;
    assert_conflict(&answer, 268_509_185, "Session expired");
}

#[tokio::test]
async fn row_26_a_used_session_is_refused_for_good_evidence_too() {
    let server = Server::start().await;
    let (reference, nonce) = server.init().await;
    let mut iphone = server.iphone(3);
    let token = iphone.token(&nonce, ClientDataProfile::CborArray, true, T.unix_ms());
    assert_eq!(
        server.verify_session(&reference, &token).await.json()["isValid"],
        true
    );
    let again = iphone.token(&nonce, ClientDataProfile::CborArray, false, T.unix_ms());
    let answer = server.verify_session(&reference, &again).await;
    assert_conflict(&answer, 268_509_186, "Session already used");
}

#[tokio::test]
async fn row_27_of_200_parallel_verifies_one_is_answered_200() {
    let server = Server::start().await;
    let (reference, nonce) = server.init().await;
    let token = server
        .iphone(3)
        .token(&nonce, ClientDataProfile::CborArray, true, T.unix_ms());
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let body = json!({
            "attestationToken": data_encoding::BASE64.encode(&token),
            "sessionReference": reference,
        });
        let (router, request) = (server.router.clone(), server.verify_request());
        answers.spawn(async move {
            let sent = tower::ServiceExt::oneshot(router, request.with(body.to_string()));
            Answer::read(sent.await.unwrap()).await
        });
    }
    let answers = answers.join_all().await;
    let won: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 200)
        .collect();
    assert_eq!(won.len(), 1);
    assert_eq!(won[0].json()["isValid"], true);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_conflict(answer, 268_509_186, "Session already used");
    }
}

#[tokio::test]
async fn a_nonce_that_was_used_within_the_window_is_refused() {
    let server = Server::start().await;
    server
        .set(|settings| settings.sessionless_replay_window_s = 60)
        .await;
    server
        .verify_sessionless(&[7; 16], b"hello")
        .await
        .assert_refused(268_513_280, "Attestation token malformed");
    let answer = server.verify_sessionless(&[7; 16], b"hello").await;
    assert_conflict(&answer, 268_509_186, "Session already used");
}

#[tokio::test]
async fn with_explain_a_conflict_tells_its_reason() {
    let server = Server::start().await;
    server
        .set(|settings| settings.explain = Explain::Reason)
        .await;
    let answer = server.verify_session("r", b"hello").await;
    let told =
        r#"{"statusCode":268509184,"errorMessage":"Session unknown","reason":"session_unknown"}"#;
    assert_eq!(answer.told(), (409, told));
}
