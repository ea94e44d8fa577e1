//! What administrators see of ceremonies: sessions, registered credentials, and why a registration would be refused.

use http::Request;
use serde_json::{Value, json};
use touchstone_http::LocalCaller;

use crate::harness::{Ask, Server};
use crate::webauthn::harness::{ORIGIN, W2, authenticator, start};

/// What an administrator is told.
async fn told(server: &Server, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/admin/v1/webauthn/{path}?tenant_id=acme"))
        .header("content-type", "application/json")
        .extension(LocalCaller);
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let answer = server.send(request.with(body)).await;
    (answer.status, answer.json())
}

async fn get(server: &Server, path: &str) -> Value {
    let (status, body) = told(server, "GET", path, None).await;
    assert_eq!(status, 200, "{body}");
    body
}

/// The parts of a registration that a diagnosis takes.
async fn parts(server: &Server) -> Value {
    let options = server.registration_options("jeff").await;
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    let response = &message["response"];
    json!({
        "rp": "siven.ch",
        "attestation_object": response["attestationObject"],
        "client_data_json": response["clientDataJSON"],
    })
}

#[tokio::test]
async fn a_session_is_followed_to_its_credential() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let id = options["fido2SessionId"].as_str().unwrap();
    let begun = get(&server, &format!("sessions/{id}")).await;
    assert_eq!(begun["state"], "initialized");
    assert_eq!(begun["fido2_session_id"], id);
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    server.post(W2, &message).await.assert_ok();
    let ended = get(&server, &format!("sessions/{id}")).await;
    assert_eq!(ended["state"], "succeeded");
    let list = get(&server, "sessions").await;
    assert_eq!(list["items"], json!([ended]));
    let user = ended["user_ext_id"].as_str().unwrap();
    let credential = ended["credential_ext_id"].as_str().unwrap();
    let shown = get(&server, &format!("users/{user}/fido2/{credential}")).await;
    assert_eq!(shown["verdictId"], ended["verdict_id"]);
    assert_eq!(shown["attestationType"], "self");
    assert_eq!(shown["rpId"], "siven.ch");
    assert_eq!(shown["user"]["username"], "jeff");
}

#[tokio::test]
async fn a_session_that_failed_says_why() {
    let server = start("nevis", json!({})).await;
    let options = server.registration_options("jeff").await;
    let other = "https://other.example";
    let mut draft = authenticator(1).register(&options, ORIGIN).unwrap();
    draft.client_data.set("origin", json!(other));
    server
        .post(W2, &draft.message())
        .await
        .assert_reason("origin_mismatch");
    let id = options["fido2SessionId"].as_str().unwrap();
    let ended = get(&server, &format!("sessions/{id}")).await;
    assert_eq!(ended["state"], "failed");
    assert_eq!(ended["reason"], "origin_mismatch");
    assert!(ended["verdict_id"].as_str().unwrap().starts_with("vdt_"));
    let (status, _) = told(&server, "GET", "sessions/nope", None).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_good_registration_is_diagnosed_and_not_written() {
    let server = start("nevis", json!({})).await;
    let parts = parts(&server).await;
    for _ in 0..2 {
        let (status, body) = told(&server, "POST", "diagnose", Some(parts.clone())).await;
        assert_eq!((status, &body["accepted"]), (200, &json!(true)), "{body}");
        let checks = body["checks"].as_array().unwrap();
        assert!(checks.iter().all(|check| check["ok"] == true), "{body}");
        assert!(
            checks.iter().all(|check| check["meaning"].is_string()),
            "{body}"
        );
        assert_eq!(body["facts"]["attestation_type"], "self");
    }
    let users = get(&server, "users").await;
    let user = users["items"][0]["ext_id"].as_str().unwrap();
    let held = get(&server, &format!("users/{user}/fido2")).await;
    assert_eq!(held["items"], json!([]));
}

#[tokio::test]
async fn the_first_failure_of_a_diagnosis_is_its_reason_and_the_rest_is_judged_too() {
    let server = start("nevis", json!({"formats": ["none"]})).await;
    let options = server.registration_options("jeff").await;
    let mut draft = authenticator(1).register(&options, ORIGIN).unwrap();
    draft
        .client_data
        .set("origin", json!("https://other.example"));
    let message = draft.message();
    let body = json!({
        "rp": "siven.ch",
        "attestation_object": message["response"]["attestationObject"],
        "client_data_json": message["response"]["clientDataJSON"],
    });
    let (_, body) = told(&server, "POST", "diagnose", Some(body)).await;
    assert_eq!(body["reason"], "origin_mismatch");
    assert!(body["reason_remedy"].is_string());
    let checks = body["checks"].as_array().unwrap().iter();
    let failed: Vec<&str> = checks
        .filter(|check| check["ok"] == false)
        .map(|check| check["check"].as_str().unwrap())
        .collect();
    assert_eq!(failed, ["C10", "F2"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_diagnosed_by_its_own_check() {
    let server = start("nevis", json!({})).await;
    let cases = [
        (
            "attestation_object",
            json!("AA"),
            "attestation_object_invalid",
        ),
        ("client_data_json", json!("AA"), "client_data_not_json"),
    ];
    for (member, value, reason) in cases {
        let mut body = parts(&server).await;
        body[member] = value;
        let (status, body) = told(&server, "POST", "diagnose", Some(body)).await;
        assert_eq!((status, &body["reason"]), (200, &json!(reason)), "{body}");
    }
    let mut body = parts(&server).await;
    body["rp"] = json!("other.ch");
    let (status, _) = told(&server, "POST", "diagnose", Some(body)).await;
    assert_eq!(status, 404);
    let (status, _) = told(&server, "POST", "diagnose", Some(json!({"rp": "siven.ch"}))).await;
    assert_eq!(status, 422);
}
