//! A Google that cannot be reached, hangs up, or says nothing.

use std::time::Duration;

use tokio::net::TcpListener;
use touchstone_core::ports::{DecodeRequest, Upstream as _};

use super::scene::{PAYLOAD, Scene, impatient, pace, request, unavailable};
use crate::google::Pace;
use crate::tests::server::Reply;
use crate::{IssuerUrls, Issuers};

#[tokio::test]
async fn a_connection_that_is_closed_is_not_repeated_since_google_may_have_decoded() {
    for reply in [
        || Reply::Close,
        || Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"tok".to_vec()),
        || Reply::Raw(b"SSH-2.0-OpenSSH\r\n".to_vec()),
    ] {
        let scene = Scene::new(pace()).await;
        scene.decodes([reply()]);
        assert_eq!(unavailable(scene.decode().await), ("connect", 5));
        assert_eq!(scene.calls(), (1, 1));
    }
}

#[tokio::test]
async fn a_hanging_google_is_given_up_and_not_asked_again() {
    let scene = Scene::new(impatient()).await;
    scene.decodes([Reply::Hang]);
    assert_eq!(unavailable(scene.decode().await), ("timeout", 5));
    assert_eq!(scene.calls(), (1, 1));
    assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
}

#[tokio::test]
async fn a_closed_port_is_asked_twice() {
    let scene = Scene::new(pace()).await;
    let urls = IssuerUrls {
        google_decode_url: closed_port().await,
        google_token_url: Some(format!("{}/token", scene.server.url)),
        ..IssuerUrls::default()
    };
    let slow = Pace {
        pause: Duration::from_millis(60),
        ..pace()
    };
    let issuers = Issuers::with_pace(&urls, slow).unwrap();
    let start = tokio::time::Instant::now();
    let result = issuers.decode_integrity_token(request()).await;
    assert_eq!(unavailable(result), ("connect", 5));
    assert!(
        start.elapsed() >= slow.pause,
        "not asked again after a pause"
    );
}

#[tokio::test]
async fn a_token_endpoint_that_cannot_be_reached_is_unavailable() {
    let scene = Scene::new(pace()).await;
    let urls = IssuerUrls {
        google_decode_url: scene.server.url.clone(),
        google_token_url: Some(format!("{}/token", closed_port().await)),
        ..IssuerUrls::default()
    };
    let issuers = Issuers::with_pace(&urls, pace()).unwrap();
    let result = issuers.decode_integrity_token(request()).await;
    assert_eq!(unavailable(result), ("connect", 5));
    assert_eq!(scene.calls(), (0, 0));
}

#[tokio::test]
async fn everything_together_has_one_deadline() {
    let scene = Scene::new(Pace {
        total: Duration::from_millis(500),
        ..pace()
    })
    .await;
    scene.tokens([Reply::Hang]);
    assert_eq!(unavailable(scene.decode().await), ("timeout", 5));
    assert_eq!(scene.calls(), (1, 0));
}

#[tokio::test]
async fn a_caller_with_less_time_has_an_earlier_deadline() {
    let scene = Scene::new(pace()).await;
    let hurried = DecodeRequest {
        within: Duration::from_millis(200),
        ..request()
    };
    scene.decodes([Reply::Hang]);
    let start = tokio::time::Instant::now();
    let result = scene.issuers.decode_integrity_token(hurried).await;
    assert_eq!(unavailable(result), ("timeout", 5));
    assert!(start.elapsed() < pace().call.total);
    assert_eq!(scene.calls(), (1, 1));
}

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

async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
