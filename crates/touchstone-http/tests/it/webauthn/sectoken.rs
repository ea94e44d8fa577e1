//! SecTokens (spec webauthn.md 2.5; section 9, row 36).

use serde_json::json;
use touchstone_core::ports::KeyKind;

use super::harness::{
    FOR_BROWSERS, NewRp, ORIGIN, W1, W2, W3, W4, W5, asked, authenticator, start,
};
use crate::harness::{Answer, Ask, Server, get};

#[track_caller]
fn assert_refused(answer: &Answer) {
    answer.assert_failure(401, "sectoken_invalid", "A valid SecToken is required.");
    assert_eq!(
        answer.header("www-authenticate"),
        "Bearer realm=\"nevisfido\""
    );
}

/// Whether the door lets the empty object in.
async fn is_asked(server: &Server, path: &str) -> bool {
    let status = server.post(path, &json!({})).await.status;
    status == 401
}

#[tokio::test]
async fn the_setting_says_which_services_ask() {
    for (sectoken, asking) in [
        ("off", vec![]),
        ("options", vec![W1, W3]),
        ("ceremonies", vec![W1, W2, W3, W4]),
        ("all", vec![W1, W2, W3, W4, W5]),
    ] {
        let server = start("nevis", json!({"sectoken": sectoken})).await;
        for path in [W1, W2, W3, W4, W5] {
            assert_eq!(
                is_asked(&server, path).await,
                asking.contains(&path),
                "{sectoken} {path}"
            );
        }
    }
}

#[tokio::test]
async fn row_36_every_token_that_is_not_valid_is_the_same() {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    server.add_tenant("other").await;
    let foreign = server.add_sectoken("other", None).await;
    let of_another_kind = server.key.clone();
    let good = server.add_sectoken("acme", None).await;
    for path in [W1, W2, W3, W4, W5] {
        let with = async |value: String| {
            let request = asked(path).header("authorization", value);
            server.send(request.with("{}")).await
        };
        for value in [
            String::new(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            "Bearer tswa_wrong".to_owned(),
            format!("Basic {good}"),
            format!("Bearer {foreign}"),
            format!("Bearer {of_another_kind}"),
            format!("Bearer  {good}"),
            good.clone(),
        ] {
            assert_refused(&with(value).await);
        }
        assert_refused(&server.send(asked(path).with("{}")).await);
        let answer = with(format!("bearer {good}")).await;
        assert_ne!(answer.status, 401, "{answer:?}");
    }
}

#[tokio::test]
async fn row_36_a_revoked_token_is_refused() {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    let token = server.add_sectoken("acme", None).await;
    let keys = server
        .administer(Some("acme"), async |admin| {
            let page = touchstone_core::ports::PageRequest {
                after: None,
                limit: 10,
            };
            touchstone_core::api_keys::list(admin, Some(KeyKind::Webauthn), page).await
        })
        .await
        .unwrap();
    let id = keys.items[0].value.id;
    server
        .administer(Some("acme"), async |admin| {
            touchstone_core::api_keys::revoke(admin, id, None, None).await
        })
        .await
        .unwrap();
    assert_refused(&server.post_with(&token, W1, &json!({})).await);
}

#[tokio::test]
async fn a_whole_ceremony_goes_with_a_token() {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    let token = server.add_sectoken("acme", None).await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let options = server.post_with(&token, W1, &body).await.assert_ok();
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    server.post_with(&token, W2, &message).await.assert_ok();
    let body = json!({"fido2SessionId": options["fido2SessionId"]});
    let answer = server.post_with(&token, W5, &body).await;
    assert_eq!(answer.json()["status"], "succeeded");
}

#[tokio::test]
async fn a_session_of_a_relying_party_that_asks_does_not_exist_for_who_shows_none() {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    let open = NewRp {
        rp_id: "open.example",
        origins: vec!["https://open.example"],
        hosts: vec!["fido.open.example"],
        ..NewRp::default()
    };
    server.add_rp(open).await;
    let token = server.add_sectoken("acme", None).await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let options = server.post_with(&token, W1, &body).await.assert_ok();
    let message = authenticator(1)
        .register(&options, ORIGIN)
        .unwrap()
        .message();
    // By another host's door, which asks for nothing.
    let by_the_other_door = |path: &str, body: &serde_json::Value| {
        let request = get(path).method("POST").header("host", "fido.open.example");
        let request = request.header("accept", "*/*");
        let request = request.header("content-type", "application/json");
        request.with(body.to_string())
    };
    let answer = server.send(by_the_other_door(W2, &message)).await;
    answer.assert_reason("session_not_found");
    let body = json!({"fido2SessionId": options["fido2SessionId"]});
    let answer = server.send(by_the_other_door(W5, &body)).await;
    assert_eq!(answer.json()["status"], "unknown");
    server.post_with(&token, W2, &message).await.assert_ok();
}

#[tokio::test]
async fn a_token_for_another_relying_party_of_the_tenant_leads_there() {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    let other = NewRp {
        rp_id: "shop.example",
        origins: vec!["https://shop.example"],
        hosts: vec![],
        policy: json!({"sectoken": "all"}),
        ..NewRp::default()
    };
    let other = server.add_rp(other).await;
    let token = server.add_sectoken("acme", Some(other)).await;
    let body = json!({"username": "jeff", "displayName": "Jeff"});
    let options = server.post_with(&token, W1, &body).await.assert_ok();
    assert_eq!(options["rp"]["id"], "shop.example");
}

#[tokio::test]
async fn where_no_token_is_asked_for_a_wrong_one_does_no_harm() {
    let server = start("nevis", json!({})).await;
    for path in FOR_BROWSERS {
        for value in ["Bearer tswa_wrong", "Basic dXNlcjpwYXNz", "x"] {
            let request = asked(path).header("authorization", value);
            assert_eq!(server.send(request.with("{}")).await.status, 200);
        }
    }
}
