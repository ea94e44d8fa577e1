//! How failures are told (spec webauthn.md 2.3 and 2.7).

use serde_json::json;

use super::harness::{ORIGIN, W1, W2, W3, W5, authenticator, start};

#[tokio::test]
async fn a_failure_is_an_ordinary_answer_in_the_vendor_s_profile_alone() {
    for (profile, status) in [("nevis", 200), ("conformance", 400), ("l3", 400)] {
        let server = start(profile, json!({})).await;
        for path in [W1, W2, W3] {
            let answer = server.post(path, &json!({})).await;
            assert_eq!(answer.status, status, "{profile} {path}");
            let json = answer.json();
            assert_eq!(
                (&json["status"], &json["fido2SessionId"]),
                (&json!("failed"), &json!(""))
            );
        }
    }
}

#[tokio::test]
async fn a_reason_that_is_not_exposed_is_in_no_part_of_the_answer() {
    let server = start("nevis", json!({"expose_reason": false})).await;
    let options = server.registration_options("jeff").await;
    let mut registration = authenticator(1).register(&options, ORIGIN).unwrap();
    registration
        .client_data
        .set("origin", json!("https://x.example"));
    for body in [json!({}), registration.message()] {
        let answer = server.post(W2, &body).await;
        assert_eq!(answer.status, 200);
        let message = &answer.json()["errorMessage"];
        assert_eq!(message, "ceremony_failed: The ceremony failed.");
        assert_eq!(answer.header("x-touchstone-reason"), "");
        assert!(!answer.body.contains("origin"), "{answer:?}");
        let judged = body != json!({});
        assert_eq!(!answer.header("x-touchstone-verdict").is_empty(), judged);
    }
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["status"], "failed");
    assert_eq!(status["detail"]["reason"], json!(null));
}

#[tokio::test]
async fn what_is_no_ceremony_is_told_whatever_is_exposed() {
    let server = start("nevis", json!({"expose_reason": false})).await;
    let answer = server.post(W5, &json!({})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("x-touchstone-reason"), "body_malformed");
}

#[tokio::test]
async fn members_stand_in_the_printed_order() {
    let server = start("nevis", json!({})).await;
    let answer = server.post(W1, &json!({})).await;
    assert_eq!(
        answer.body,
        r#"{"status":"failed","errorMessage":"username_missing: The member username is missing.","fido2SessionId":""}"#
    );
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let answer = server.post(W1, &body).await;
    let mut from = 0;
    for name in [
        "status",
        "errorMessage",
        "fido2SessionId",
        "timeout",
        "rp",
        "user",
        "challenge",
        "pubKeyCredParams",
        "excludeCredentials",
        "authenticatorSelection",
        "attestation",
    ] {
        let at = answer.body[from..].find(&format!("\"{name}\":"));
        from += at.unwrap_or_else(|| panic!("{name} is out of order: {answer:?}"));
    }
}

#[tokio::test]
async fn a_verdict_of_a_refusal_explains_itself() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let mut registration = authenticator(1).register(&options, ORIGIN).unwrap();
    registration
        .client_data
        .set("origin", json!("https://x.example"));
    let answer = server.post(W2, &registration.message()).await;
    let id = answer.header("x-touchstone-verdict").parse().unwrap();
    let verdict = server
        .administer(Some("acme"), async |admin| {
            touchstone_core::verdicts::get(admin, id).await
        })
        .await
        .unwrap();
    assert_eq!(verdict.reason, "origin_mismatch");
    assert!(verdict.checks.contains("\"C10\""), "{}", verdict.checks);
    assert!(!verdict.checks.contains("\"C11\""), "{}", verdict.checks);
}
