//! When Google is left alone, and what does not count.

use std::time::Duration;

use touchstone_core::ports::Upstream as _;

use super::scene::{PAYLOAD, Scene, pace, request, unavailable};
use crate::tests::server::Reply;

#[tokio::test]
async fn five_troubles_open_the_breaker_of_that_account_alone() {
    let scene = Scene::new(pace()).await;
    scene.decodes((0..10).map(|_| Reply::status(503)));
    for _ in 0..5 {
        assert_eq!(unavailable(scene.decode().await), ("server_error", 5));
    }
    let (cause, retry_after_s) = unavailable(scene.decode().await);
    assert_eq!(cause, "breaker_open");
    assert!((1..=10).contains(&retry_after_s), "{retry_after_s}");
    assert_eq!(scene.calls(), (1, 10));
    let mut other = request();
    other.account.client_email = "other@acme.iam.gserviceaccount.com".to_owned();
    scene.issuers.decode_integrity_token(other).await.unwrap();
    let mut other = request();
    other.tenant_id = super::scene::tenant(2);
    scene.issuers.decode_integrity_token(other).await.unwrap();
}

#[tokio::test]
async fn troubles_with_access_tokens_open_the_breaker_too() {
    let scene = Scene::new(pace()).await;
    scene.tokens((0..10).map(|_| Reply::status(500)));
    for _ in 0..5 {
        assert_eq!(unavailable(scene.decode().await), ("server_error", 5));
    }
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
    assert_eq!(scene.calls(), (10, 0));
}

#[tokio::test]
async fn bad_tokens_never_open_the_breaker() {
    let scene = Scene::new(pace()).await;
    scene.decodes((0..20).map(|_| Reply::status(400)));
    for _ in 0..20 {
        scene.decode().await.unwrap_err();
    }
    assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
    assert_eq!(scene.calls(), (1, 21));
}

#[tokio::test]
async fn pages_of_a_proxy_between_troubles_do_not_keep_the_breaker_closed() {
    let scene = Scene::new(pace()).await;
    for _ in 0..5 {
        scene.decodes([Reply::json(200, "<html>"), Reply::status(302)]);
        for _ in 0..2 {
            assert_eq!(unavailable(scene.decode().await).0, "garbage");
        }
        scene.decodes([Reply::status(503), Reply::status(503)]);
        assert_eq!(unavailable(scene.decode().await).0, "server_error");
    }
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
}

#[tokio::test]
async fn callers_who_give_up_neither_open_the_breaker_nor_keep_it_closed() {
    let scene = Scene::new(pace()).await;
    for _ in 0..4 {
        scene.decodes([Reply::status(503), Reply::status(503)]);
        scene.decode().await.unwrap_err();
        scene.given_up().await;
        scene.given_up().await;
    }
    scene.decodes([Reply::status(503), Reply::status(503)]);
    assert_eq!(unavailable(scene.decode().await).0, "server_error");
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
}

#[tokio::test]
async fn a_caller_who_gives_up_finding_out_leaves_it_to_the_next() {
    let scene = Scene::new(pace()).await;
    scene.decodes((0..10).map(|_| Reply::status(503)));
    for _ in 0..5 {
        scene.decode().await.unwrap_err();
    }
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
    later(Duration::from_secs(10)).await;
    scene.given_up().await;
    assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
    assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
}

/// The clock, moved by hand.
async fn later(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}
