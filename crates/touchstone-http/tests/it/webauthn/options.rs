//! Options (spec webauthn.md 2.8 and 2.10; section 9, rows 34, 35 and 38).

use serde_json::{Value, json};

use super::harness::{ORIGIN, W1, W3, authenticator, start};

fn names(json: &Value) -> Vec<&str> {
    json.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn a_registration_s_options_are_whole() {
    let server = start("nevis", json!({})).await;
    let body = json!({
        "username": "jeff", "displayName": "Jeff B", "attestation": "direct",
        "authenticatorSelection": {"userVerification": "required", "residentKey": "required"},
        "extensions": {"credProps": true}, "hints": ["hybrid"],
    });
    let json = server.post(W1, &body).await.assert_ok();
    assert_eq!(json["timeout"], 300_000);
    assert_eq!(json["rp"], json!({"id": "siven.ch", "name": "Siven"}));
    assert_eq!(json["user"]["name"], "jeff");
    assert_eq!(json["user"]["displayName"], "Jeff B");
    assert_eq!(json["user"]["id"].as_str().unwrap().len(), 43);
    assert_eq!(json["challenge"].as_str().unwrap().len(), 43);
    let algorithms = json!([{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -8}]);
    assert_eq!(json["pubKeyCredParams"], algorithms);
    assert_eq!(json["excludeCredentials"], json!([]));
    let selection = json!({
        "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
    });
    assert_eq!(json["authenticatorSelection"], selection);
    assert_eq!(json["attestation"], "direct");
    assert_eq!(json["extensions"], json!({"credProps": true}));
    assert_eq!(json["hints"], json!(["hybrid"]));
    assert_eq!(json["fido2SessionId"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn what_was_not_asked_for_is_not_echoed() {
    let server = start("nevis", json!({})).await;
    let body = json!({"username": "jeff", "displayName": ""});
    let json = server.post(W1, &body).await.assert_ok();
    assert!(!names(&json).contains(&"extensions"), "{json}");
    assert!(!names(&json).contains(&"hints"), "{json}");
    assert_eq!(
        json["authenticatorSelection"],
        json!({"userVerification": "preferred"})
    );
    assert_eq!(json["attestation"], "none");
}

#[tokio::test]
async fn every_call_has_its_own_challenge_and_session_and_the_user_keeps_its_handle() {
    let server = start("nevis", json!({})).await;
    let one = server.registration_options("jeff").await;
    let two = server.registration_options("jeff").await;
    assert_ne!(one["challenge"], two["challenge"]);
    assert_ne!(one["fido2SessionId"], two["fido2SessionId"]);
    assert_eq!(one["user"]["id"], two["user"]["id"]);
}

#[tokio::test]
async fn the_time_is_shorter_where_nobody_is_verified() {
    let server = start("nevis", json!({})).await;
    server.registered(&mut authenticator(1), "jeff").await;
    let body = json!({"username": "jeff", "userVerification": "discouraged"});
    let json = server.post(W3, &body).await.assert_ok();
    assert_eq!(json["timeout"], 120_000);
    assert_eq!(json["userVerification"], "discouraged");
}

#[tokio::test]
async fn a_minimum_raises_what_is_asked_for() {
    let policy = json!({"user_verification": {"minimum": "required"}});
    let server = start("nevis", policy).await;
    let options = server.registration_options("jeff").await;
    let asked = &options["authenticatorSelection"]["userVerification"];
    assert_eq!(asked, "required");
    let body = json!({"username": "", "userVerification": "discouraged"});
    let json = server.post(W3, &body).await.assert_ok();
    assert_eq!(json["userVerification"], "required");
}

#[tokio::test]
async fn required_attestation_is_asked_for_directly() {
    let policy = json!({"attestation": {"require": true}});
    let server = start("nevis", policy).await;
    let body = json!({"username": "jeff", "displayName": ""});
    let json = server.post(W1, &body).await.assert_ok();
    assert_eq!(json["attestation"], "direct");
}

#[tokio::test]
async fn what_the_user_holds_is_excluded_and_allowed() {
    let server = start("nevis", json!({})).await;
    let mut authenticator = authenticator(1);
    server.registered(&mut authenticator, "jeff").await;
    let options = server.registration_options("jeff").await;
    let excluded = &options["excludeCredentials"];
    assert_eq!(excluded.as_array().unwrap().len(), 1);
    assert_eq!(excluded[0]["type"], "public-key");
    assert_eq!(excluded[0]["transports"], json!(["usb"]));
    assert!(authenticator.register(&options, ORIGIN).is_err());

    let json = server.authentication_options("jeff").await;
    assert_eq!(&json["allowCredentials"], excluded);
    assert_eq!(json["rpId"], "siven.ch");
    assert_eq!(json["userVerification"], "preferred");
}

#[tokio::test]
async fn without_a_user_name_any_credential_may_sign_in() {
    let server = start("nevis", json!({})).await;
    let json = server.authentication_options("").await;
    assert_eq!(json["allowCredentials"], json!([]));
}

#[tokio::test]
async fn w1_without_a_display_name_is_w3() {
    let server = start("nevis", json!({})).await;
    server.registered(&mut authenticator(1), "jeff").await;
    let json = server
        .post(W1, &json!({"username": "jeff"}))
        .await
        .assert_ok();
    assert_eq!(json["allowCredentials"].as_array().unwrap().len(), 1);
    assert!(!names(&json).contains(&"pubKeyCredParams"), "{json}");

    let server = start("conformance", json!({})).await;
    let answer = server.post(W1, &json!({"username": "jeff"})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("x-touchstone-reason"), "display_name_missing");
}

#[tokio::test]
async fn row_34_an_unknown_name_is_told() {
    let server = start("nevis", json!({})).await;
    let answer = server.post(W3, &json!({"username": "nobody"})).await;
    answer.assert_reason("user_not_found");
    server.registration_options("begun").await;
    let answer = server.post(W3, &json!({"username": "begun"})).await;
    answer.assert_reason("user_has_no_credentials");
}

#[tokio::test]
async fn row_34_an_unknown_name_is_concealed() {
    let server = start("l3", json!({})).await;
    let one = server.authentication_options("nobody").await;
    let two = server.authentication_options("nobody").await;
    let other = server.authentication_options("somebody").await;
    let decoys = &one["allowCredentials"];
    assert_eq!(decoys.as_array().unwrap().len(), 1);
    assert_eq!(decoys, &two["allowCredentials"]);
    assert_ne!(decoys, &other["allowCredentials"]);
    assert_ne!(one["challenge"], two["challenge"]);
}

#[tokio::test]
async fn users_are_made_only_where_that_is_on() {
    let server = start("nevis", json!({"auto_create_users": false})).await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    server.post(W1, &body).await.assert_reason("user_not_found");
}

#[tokio::test]
async fn row_38_a_further_credential_needs_a_sectoken_where_enrolment_says_so() {
    let server = start("nevis", json!({"enrolment": "token"})).await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    server.registered(&mut authenticator(1), "jeff").await;
    let answer = server.post(W1, &body).await;
    answer.assert_reason("enrolment_token_required");
    let answer = server.post_with("tswa_wrong", W1, &body).await;
    answer.assert_reason("enrolment_token_required");
    let token = server.add_sectoken("acme", None).await;
    server.post_with(&token, W1, &body).await.assert_ok();
    let new = json!({"username": "new", "displayName": "New"});
    server.post(W1, &new).await.assert_ok();
}

#[tokio::test]
async fn an_app_id_must_be_one_of_the_relying_party_s() {
    let server = start("nevis", json!({"app_ids": ["https://siven.ch/app.json"]})).await;
    let with = |app_id: &str| json!({"username": "", "extensions": {"appid": app_id}});
    let answer = server.post(W3, &with("https://evil.example")).await;
    answer.assert_reason("extension_not_allowed");
    let json = server
        .post(W3, &with("https://siven.ch/app.json"))
        .await
        .assert_ok();
    assert_eq!(json["extensions"]["appid"], "https://siven.ch/app.json");
}
