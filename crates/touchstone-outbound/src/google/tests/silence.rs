//! A Google that cannot be reached, hangs up, or says nothing.

use std::time::Duration;

use tokio::net::TcpListener;
use touchstone_core::ports::Upstream as _;

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

async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
