//! The status service (spec webauthn.md 2.12; section 9, rows 31 and 32).

use serde_json::{Value, json};

use super::harness::{ORIGIN, W2, W5, authenticator, start};

#[tokio::test]
async fn row_32_what_does_not_exist_is_unknown() {
    let server = start("nevis", json!({})).await;
    for id in ["nope", " ", "7fea6065-17fd-47d4-a5b0-85f513687c8d"] {
        let answer = server.post(W5, &json!({"fido2SessionId": id})).await;
        assert_eq!(
            answer.told(),
            (
                200,
                r#"{"status":"unknown","timestamp":"2026-04-29T14:50:00.000Z","userId":""}"#
            )
        );
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn row_32_what_is_over_is_unknown() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let id = &options["fido2SessionId"];
    server.clock.advance_ms(330_000);
    assert_eq!(server.ceremony(id).await["status"], "initialized");
    server.clock.advance_ms(1);
    let status = server.ceremony(id).await;
    assert_eq!(status["status"], "unknown");
    assert_eq!(status["detail"], Value::Null);
}

#[tokio::test]
async fn the_end_of_a_ceremony_stays_visible_for_ten_minutes() {
    let server = start("nevis", json!({})).await;
    let ended = server.registered(&mut authenticator(1), "jeff").await;
    let id = &ended["fido2SessionId"];
    server.clock.advance_ms(600_000);
    let status = server.ceremony(id).await;
    assert_eq!(status["status"], "succeeded");
    assert_eq!(status["timestamp"], "2026-04-29T14:50:00.000Z");
    server.clock.advance_ms(1);
    assert_eq!(server.ceremony(id).await["status"], "unknown");
}

#[tokio::test]
async fn the_vendor_s_members_come_alone_unless_more_is_asked_for() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let id = &options["fido2SessionId"];
    let answer = server.post(W5, &json!({"sessionId": id})).await;
    let json = answer.json();
    let names: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(names, ["status", "timestamp", "userId"]);
    assert!(
        answer
            .body
            .starts_with(r#"{"status":"initialized","timestamp":""#)
    );
    let detail = &server.ceremony(id).await["detail"];
    assert_eq!(
        *detail,
        json!({
            "ceremony": "registration", "rpId": "siven.ch", "credentialExtId": null,
            "userVerified": null, "reason": null, "verdict": null,
        })
    );
}

#[tokio::test]
async fn a_failure_tells_its_reason_to_the_back_end() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let mut registration = authenticator(1).register(&options, ORIGIN).unwrap();
    registration
        .client_data
        .set("origin", json!("https://x.example"));
    let answer = server.post(W2, &registration.message()).await;
    answer.assert_reason("origin_mismatch");
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["status"], "failed");
    assert_eq!(status["detail"]["reason"], "origin_mismatch");
    assert_eq!(
        status["detail"]["verdict"],
        answer.header("x-touchstone-verdict")
    );
}

#[tokio::test]
async fn users_can_be_told_by_their_names() {
    let server = start("nevis", json!({"status": {"user_id": "username"}})).await;
    let options = server.registration_options("jeff").await;
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["userId"], "jeff");
}

#[tokio::test]
async fn under_conceal_the_user_is_told_after_success_alone() {
    let server = start("l3", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let options = server.authentication_options("jeff").await;
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["userId"], "");
    let message = authenticator.sign_in(&options, ORIGIN).unwrap().message();
    server.post(super::harness::W4, &message).await.assert_ok();
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert!(status["userId"].as_str().unwrap().starts_with("usr_"));
}
