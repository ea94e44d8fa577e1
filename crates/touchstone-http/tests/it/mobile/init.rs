//! `init` (spec mobile.md 2.1; section 9, rows 9 and 10 as far as they need no connection).

use data_encoding::BASE64;

use crate::harness::{Ask, Never, Server, T, post};

const INIT: &str = "/api/v1/attestation/init";

#[tokio::test]
async fn a_tenant_without_sessions_is_told_so() {
    let server = Server::start().await;
    server
        .set(|settings| settings.session_enabled = false)
        .await;
    let answer = server.ask(post(INIT)).await;
    answer.assert_malformed("the session approach is not enabled");
}

#[tokio::test]
async fn row_9_body_and_media_type_are_not_looked_at() {
    let server = Server::start().await;
    for kind in ["text/xml", "application/json; charset=utf-16", "nonsense"] {
        let request = post(INIT)
            .header("x-api-key", &server.key)
            .header("content-type", kind);
        assert_eq!(server.send(request.with("{{{")).await.status, 200);
    }
}

#[tokio::test]
async fn the_answer_does_not_wait_for_a_body() {
    let server = Server::start().await;
    let body = Never::default();
    let request = post(INIT)
        .header("x-api-key", &server.key)
        .with(body.clone());
    assert_eq!(server.send(request).await.status, 200);
    assert!(!body.was_asked_for());
}

#[tokio::test]
async fn the_answer_has_the_four_fields_in_order_with_seven_fraction_digits() {
    let server = Server::start().await;
    let answer = server.ask(post(INIT)).await;
    let json = answer.json();
    let reference = json["sessionReference"].as_str().unwrap();
    let nonce = json["serverNonce"].as_str().unwrap();
    let expected = format!(
        r#"{{"sessionReference":"{reference}","serverNonce":"{nonce}","expiresAtUtc":"2026-04-29T14:55:00.0000000Z","statusCode":0}}"#
    );
    assert_eq!(answer.told(), (200, expected.as_str()));
    assert_eq!(BASE64.decode(nonce.as_bytes()).unwrap().len(), 32);
    assert_eq!((reference.len(), &reference[14..15]), (36, "7"));
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-touchstone-verdict"), "");
}

#[tokio::test]
async fn sessions_last_as_long_as_the_tenant_says() {
    let server = Server::start().await;
    server.set(|settings| settings.session_ttl_s = 86_700).await;
    server.clock.set(T.plus_ms(871));
    let answer = server.ask(post(INIT)).await;
    assert_eq!(
        answer.json()["expiresAtUtc"],
        "2026-04-30T14:55:00.8710000Z"
    );
}

#[tokio::test]
async fn no_two_sessions_are_alike() {
    let server = Server::start().await;
    let (first, second) = (server.init().await, server.init().await);
    assert_ne!(first.0, second.0);
    assert_ne!(first.1, second.1);
}
