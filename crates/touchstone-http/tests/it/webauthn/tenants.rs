//! What one tenant has is not there for another (spec webauthn.md 2.5 and 5).

use serde_json::json;

use super::harness::{NewRp, ORIGIN, W1, W2, W3, W5, authenticator, start};
use crate::harness::{Ask, Server, post};

/// Two tenants with a relying party each, both of which ask for a SecToken.
async fn two_tenants() -> (Server, String, String) {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    server.add_tenant("other").await;
    let rp = NewRp {
        tenant: "other",
        rp_id: "other.example",
        origins: vec!["https://other.example"],
        hosts: vec!["fido.other.example"],
        policy: json!({"sectoken": "all"}),
        ..NewRp::default()
    };
    server.add_rp(rp).await;
    let ours = server.add_sectoken("acme", None).await;
    let theirs = server.add_sectoken("other", None).await;
    (server, ours, theirs)
}

/// A request to the other tenant's host.
fn to_them(token: &str, path: &str, body: &serde_json::Value) -> http::Request<axum::body::Body> {
    post(path)
        .header("host", "fido.other.example")
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {token}"))
        .with(body.to_string())
}

#[tokio::test]
async fn row_19_a_challenge_of_another_tenant_has_no_session() {
    let (server, ours, theirs) = two_tenants().await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let options = server.post_with(&ours, W1, &body).await.assert_ok();
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    let answer = server.send(to_them(&theirs, W2, &message)).await;
    answer.assert_reason("session_not_found");
    server.post_with(&ours, W2, &message).await.assert_ok();
}

#[tokio::test]
async fn a_status_of_another_tenant_is_unknown() {
    let (server, ours, theirs) = two_tenants().await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let options = server.post_with(&ours, W1, &body).await.assert_ok();
    let body = json!({"fido2SessionId": options["fido2SessionId"], "detail": true});
    let answer = server.send(to_them(&theirs, W5, &body)).await;
    let json = answer.json();
    assert_eq!(
        (&json["status"], &json["userId"]),
        (&json!("unknown"), &json!(""))
    );
    assert_eq!(json["detail"], json!(null));
}

#[tokio::test]
async fn users_have_their_tenants() {
    let (server, ours, theirs) = two_tenants().await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let options = server.post_with(&ours, W1, &body).await.assert_ok();
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    server.post_with(&ours, W2, &message).await.assert_ok();
    let sign_in = json!({"username": "jeff"});
    server.post_with(&ours, W3, &sign_in).await.assert_ok();
    let answer = server.send(to_them(&theirs, W3, &sign_in)).await;
    answer.assert_reason("user_not_found");
}

#[tokio::test]
async fn a_key_does_not_open_another_tenant_s_door() {
    let (server, ours, _) = two_tenants().await;
    let answer = server.send(to_them(&ours, W1, &json!({}))).await;
    answer.assert_failure(401, "sectoken_invalid", "A valid SecToken is required.");
}
