//! Whether Google takes a service account.

use touchstone_core::Timestamp;
use touchstone_core::ports::{ServiceAccount, Upstream as _, UpstreamError};
use zeroize::Zeroizing;

use super::scene::{Scene, access_token, account, pace, request, tenant, unavailable};
use crate::tests::server::Reply;
use crate::{IssuerUrls, Issuers};

async fn check(scene: &Scene, account: ServiceAccount) -> Result<(), UpstreamError> {
    let now = Timestamp::from_unix_s(1_777_000_000);
    let issuers = &scene.issuers;
    issuers.check_service_account(tenant(1), account, now).await
}

#[tokio::test]
async fn the_grant_is_a_form_at_the_token_address() {
    let scene = Scene::new(pace()).await;
    check(&scene, account(0)).await.unwrap();
    let seen = scene.server.seen();
    assert_eq!(seen[0].line, "POST /token HTTP/1.1");
    assert_eq!(
        seen[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=eyJ";
    assert!(seen[0].body.starts_with(grant), "{}", seen[0].body);
}

#[tokio::test]
async fn a_check_asks_google_although_a_token_is_kept() {
    let scene = Scene::new(pace()).await;
    scene.decode().await.unwrap();
    check(&scene, account(0)).await.unwrap();
    assert_eq!(scene.calls(), (2, 1));
    scene.decode().await.unwrap();
    assert_eq!(scene.calls(), (2, 2));
}

#[tokio::test]
async fn a_refused_grant_is_a_denial() {
    let body = r#"{"error":"invalid_grant","error_description":"Account deleted"}"#;
    for status in [400, 401, 403, 404] {
        let scene = Scene::new(pace()).await;
        scene.tokens([Reply::json(status, body), Reply::json(status, body)]);
        let denied = UpstreamError::Denied {
            status,
            message: "invalid_grant: Account deleted".to_owned(),
        };
        assert_eq!(check(&scene, account(0)).await.unwrap_err(), denied);
        assert_eq!(scene.decode().await.unwrap_err(), denied);
        assert_eq!(scene.calls(), (2, 0));
    }
}

#[tokio::test]
async fn a_busy_token_address_is_asked_twice() {
    for (status, word) in [(429, "rate_limited"), (500, "server_error")] {
        let scene = Scene::new(pace()).await;
        scene.tokens([Reply::status(status), access_token(1, 3_600)]);
        check(&scene, account(0)).await.unwrap();
        scene.tokens([Reply::status(503), Reply::status(status)]);
        assert_eq!(unavailable(check(&scene, account(0)).await), (word, 5));
        assert_eq!(scene.calls(), (4, 0));
    }
}

#[tokio::test]
async fn a_check_is_made_although_the_breaker_is_open() {
    let scene = Scene::new(pace()).await;
    scene.decodes((0..10).map(|_| Reply::status(503)));
    for _ in 0..5 {
        scene.decode().await.unwrap_err();
    }
    check(&scene, account(0)).await.unwrap();
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
}

#[tokio::test]
async fn a_key_that_cannot_sign_is_unusable_and_nobody_is_asked() {
    let scene = Scene::new(pace()).await;
    let mut broken = request();
    broken.account.private_key = Zeroizing::new("-----BEGIN PRIVATE KEY-----".to_owned());
    for _ in 0..6 {
        let result = scene.issuers.decode_integrity_token(broken.clone()).await;
        assert!(matches!(result, Err(UpstreamError::Unusable(_))));
    }
    assert_eq!(scene.calls(), (0, 0));
}

#[tokio::test]
async fn an_account_that_names_another_token_address_is_unusable() {
    let urls = IssuerUrls {
        google_decode_url: "http://127.0.0.1:1".to_owned(),
        ..IssuerUrls::default()
    };
    let issuers = Issuers::with_pace(&urls, pace()).unwrap();
    for token_uri in ["", "http://127.0.0.1:1/token", "https://evil.example/token"] {
        let mut request = request();
        request.account.token_uri = token_uri.to_owned();
        let result = issuers.decode_integrity_token(request).await;
        assert!(matches!(result, Err(UpstreamError::Unusable(_))));
    }
}
