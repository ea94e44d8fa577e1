//! Registrations and sign-ins from the options to the status (spec webauthn.md 2.9, 2.11 and 3.1; section 9, rows 19 to 30).

use serde_json::{Value, json};
use touchstone_simulator::webauthn::{Authenticator, Counter};

use super::harness::{ORIGIN, W1, W2, W3, W4, authenticator, start};
use crate::harness::{Answer, Server};

/// A sign-in of the user by this authenticator, not sent yet.
async fn sign_in(server: &Server, authenticator: &mut Authenticator, username: &str) -> Value {
    let options = server.authentication_options(username).await;
    authenticator.sign_in(&options, ORIGIN).unwrap().message()
}

fn reason(answer: &Answer) -> String {
    answer.header("x-touchstone-reason")
}

#[tokio::test]
async fn a_registration_and_a_sign_in_succeed_and_the_status_says_so() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    let options = server.registration_options("jeff").await;
    let session_id = options["fido2SessionId"].clone();
    let begun = server.ceremony(&session_id).await;
    assert_eq!(begun["status"], "initialized");
    let message = authenticator.register(&options, ORIGIN).unwrap().message();
    let answer = server.post(W2, &message).await;
    assert_eq!(answer.assert_ok()["fido2SessionId"], session_id);
    assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
    let ended = server.ceremony(&session_id).await;
    assert_eq!(ended["status"], "succeeded");
    assert_eq!(ended["detail"]["ceremony"], "registration");

    let options = server.authentication_options("jeff").await;
    let message = authenticator.sign_in(&options, ORIGIN).unwrap().message();
    let answer = server.post(W4, &message).await;
    assert_eq!(
        answer.assert_ok()["fido2SessionId"],
        options["fido2SessionId"]
    );
    let ended = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(ended["status"], "succeeded");
    assert_eq!(ended["detail"]["ceremony"], "authentication");
    assert_eq!(ended["detail"]["userVerified"], true);
    assert_eq!(
        ended["detail"]["verdict"],
        answer.header("x-touchstone-verdict")
    );
    assert!(ended["userId"].as_str().unwrap().starts_with("usr_"));
}

#[tokio::test]
async fn row_19_a_challenge_that_was_never_issued_has_no_session() {
    let server = start("nevis", json!({})).await;
    let mut options = server.registration_options("jeff").await;
    options["challenge"] = json!("A".repeat(43));
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    let json = server
        .post(W2, &message)
        .await
        .assert_reason("session_not_found");
    assert_eq!(json["fido2SessionId"], "");
}

#[tokio::test]
async fn row_19_a_session_has_its_time() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    server.clock.advance_ms(330_001);
    let answer = server.post(W2, &message).await;
    let json = answer.assert_reason("session_expired");
    assert_eq!(json["fido2SessionId"], options["fido2SessionId"]);
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["status"], "unknown");
}

#[tokio::test]
async fn row_20_a_message_is_taken_once() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    server.post(W2, &message).await.assert_ok();
    let json = server
        .post(W2, &message)
        .await
        .assert_reason("session_used");
    assert_eq!(json["fido2SessionId"], options["fido2SessionId"]);
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["status"], "succeeded");
}

#[tokio::test]
async fn row_20_of_100_copies_at_once_one_is_taken() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let message = sign_in(&server, &mut authenticator, "jeff").await;
    let server = std::sync::Arc::new(server);
    let copies = (0..100).map(|_| {
        let (server, message) = (std::sync::Arc::clone(&server), message.clone());
        tokio::spawn(async move { server.post(W4, &message).await })
    });
    let mut taken = 0;
    for copy in copies.collect::<Vec<_>>() {
        let answer = copy.await.unwrap();
        if answer.json()["status"] == "ok" {
            taken += 1;
        } else {
            answer.assert_reason("session_used");
        }
    }
    assert_eq!(taken, 1);
}

#[tokio::test]
async fn row_21_a_challenge_belongs_to_its_ceremony() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let options = server.registration_options("jeff").await;
    let mut foreign = server.authentication_options("jeff").await;
    foreign["challenge"] = options["challenge"].clone();
    let message = authenticator.sign_in(&foreign, ORIGIN).unwrap().message();
    let answer = server.post(W4, &message).await;
    let json = answer.assert_reason("session_ceremony_mismatch");
    assert_eq!(json["fido2SessionId"], options["fido2SessionId"]);
    assert!(answer.header("x-touchstone-verdict").starts_with("vdt_"));
    let status = server.ceremony(&options["fido2SessionId"]).await;
    assert_eq!(status["status"], "failed");
    assert_eq!(status["detail"]["reason"], "session_ceremony_mismatch");
}

#[tokio::test]
async fn row_22_an_origin_is_exactly_one_of_the_relying_party_s() {
    let server = start("nevis", json!({})).await;
    for origin in [
        "https://siven.ch.evil.example",
        "http://siven.ch",
        "https://siven.ch:8443",
        "https://login.siven.ch",
    ] {
        let options = server.registration_options("jeff").await;
        let mut registration = authenticator(1).register(&options, ORIGIN).unwrap();
        registration.client_data.set("origin", json!(origin));
        let answer = server.post(W2, &registration.message()).await;
        answer.assert_reason("origin_mismatch");
    }
}

#[tokio::test]
async fn row_23_a_frame_needs_permission() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let mut registration = authenticator(1).register(&options, ORIGIN).unwrap();
    registration.client_data.set("crossOrigin", json!(true));
    let answer = server.post(W2, &registration.message()).await;
    answer.assert_reason("cross_origin_not_allowed");
}

#[tokio::test]
async fn row_27_a_credential_id_is_registered_once_for_all_users() {
    let server = start("nevis", json!({})).await;
    let mut first = authenticator(1);
    let twin = first.clone();
    server.registered(&mut first, "jeff").await;
    for username in ["jeff", "anna"] {
        let mut options = server.registration_options(username).await;
        options["excludeCredentials"] = json!([]);
        // The same seed and user handle make the same credential.
        options["user"]["id"] = server.registration_options("jeff").await["user"]["id"].clone();
        let message = twin.clone().register(&options, ORIGIN).unwrap().message();
        let answer = server.post(W2, &message).await;
        answer.assert_reason("credential_already_registered");
    }
}

#[tokio::test]
async fn row_28_another_user_s_credential_does_not_sign_in() {
    let server = start("nevis", json!({})).await;
    let (mut of_jeff, mut of_anna) = (authenticator(1), authenticator(2));
    server.registered(&mut of_jeff, "jeff").await;
    server.registered(&mut of_anna, "anna").await;
    let anna = server.authentication_options("anna").await;
    let mut options = server.authentication_options("jeff").await;
    options["allowCredentials"] = anna["allowCredentials"].clone();
    let message = of_anna.sign_in(&options, ORIGIN).unwrap().message();
    let answer = server.post(W4, &message).await;
    answer.assert_reason("credential_not_allowed");
}

#[tokio::test]
async fn row_28_and_29_without_a_name_the_user_handle_tells_whose_it_is() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    authenticator.always_discoverable = true;
    server.registered(&mut authenticator, "jeff").await;

    let message = sign_in(&server, &mut authenticator, "").await;
    server.post(W4, &message).await.assert_ok();

    let mut message = sign_in(&server, &mut authenticator, "").await;
    message["response"]["userHandle"] = Value::Null;
    let answer = server.post(W4, &message).await;
    answer.assert_reason("user_handle_missing");

    let mut message = sign_in(&server, &mut authenticator, "").await;
    message["response"]["userHandle"] = json!("AAAA");
    let answer = server.post(W4, &message).await;
    answer.assert_reason("user_handle_mismatch");
}

#[tokio::test]
async fn row_30_a_counter_advances() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let mut earlier = authenticator.clone();
    let message = sign_in(&server, &mut authenticator, "jeff").await;
    server.post(W4, &message).await.assert_ok();
    let message = sign_in(&server, &mut earlier, "jeff").await;
    server
        .post(W4, &message)
        .await
        .assert_reason("counter_regressed");
}

#[tokio::test]
async fn row_30_of_two_with_one_counter_at_once_one_is_taken() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let mut twin = authenticator.clone();
    let one = sign_in(&server, &mut authenticator, "jeff").await;
    let two = sign_in(&server, &mut twin, "jeff").await;
    let (one, two) = tokio::join!(server.post(W4, &one), server.post(W4, &two));
    let mut reasons = [reason(&one), reason(&two)];
    reasons.sort();
    assert_eq!(reasons, ["", "counter_regressed"]);
}

#[tokio::test]
async fn a_counter_that_is_always_zero_is_none() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    authenticator.counter = Counter::Zero;
    server.registered(&mut authenticator, "jeff").await;
    for _ in 0..2 {
        let message = sign_in(&server, &mut authenticator, "jeff").await;
        server.post(W4, &message).await.assert_ok();
    }
}

#[tokio::test]
async fn a_credential_that_was_never_registered_does_not_sign_in() {
    let server = start("nevis", json!({})).await;
    let mut stranger = authenticator(9);
    stranger.always_discoverable = true;
    let options = server.registration_options("jeff").await;
    stranger.register(&options, ORIGIN).unwrap();
    let message = sign_in(&server, &mut stranger, "").await;
    let answer = server.post(W4, &message).await;
    answer.assert_reason("credential_not_found");
}

#[tokio::test]
async fn a_decoy_s_failure_reads_as_any_other() {
    let server = start("l3", json!({})).await;
    let mut real = authenticator(1);
    server.registered(&mut real, "jeff").await;

    let concealed = server.authentication_options("nobody").await;
    let mut options = server.authentication_options("jeff").await;
    let mut sign_in = |options: &Value, id: &Value| {
        let mut message = real.sign_in(options, ORIGIN).unwrap().message();
        message["id"] = id.clone();
        message["rawId"] = id.clone();
        message
    };
    let decoy = concealed["allowCredentials"][0]["id"].clone();
    let held = options["allowCredentials"].clone();
    options["challenge"] = concealed["challenge"].clone();
    let message = sign_in(&options, &decoy);
    let decoy_answer = server.post(W4, &message).await;

    let mut options = server.authentication_options("jeff").await;
    options["allowCredentials"] = held.clone();
    let mut message = sign_in(&options, &held[0]["id"]);
    message["response"]["signature"] = json!("AAAA");
    let real_answer = server.post(W4, &message).await;

    for answer in [&decoy_answer, &real_answer] {
        assert_eq!(answer.status, 400, "{answer:?}");
        let message = &answer.json()["errorMessage"];
        assert_eq!(message, "ceremony_failed: The ceremony failed.");
        assert_eq!(reason(answer), "");
    }
}

#[tokio::test]
async fn options_of_one_service_do_not_serve_the_other() {
    let server = start("nevis", json!({})).await;
    for (path, body) in [
        (W1, json!({"username": "jeff", "displayName": "Jeff"})),
        (W3, json!({"username": ""})),
    ] {
        let json = server.post(path, &body).await.assert_ok();
        let begun = server.ceremony(&json["fido2SessionId"]).await;
        let word = if path == W1 {
            "registration"
        } else {
            "authentication"
        };
        assert_eq!(begun["detail"]["ceremony"], word);
    }
}
