//! Answers whose body is too large, breaks off or does not come: what their status line says holds.

use touchstone_core::ports::UpstreamError;

use super::scene::{PAYLOAD, Scene, impatient, pace, unavailable};
use crate::tests::server::Reply;

/// Whatever can be wrong with a body.
fn bad_bodies(status: u16) -> [Reply; 3] {
    let cut = format!("HTTP/1.1 {status} X\r\nContent-Length: 99\r\n\r\n{{\"error\":");
    [
        Reply::Answer(status, String::new(), vec![b'x'; 2 * 1024 * 1024]),
        Reply::Raw(cut.clone().into()),
        Reply::Stall(cut.into()),
    ]
}

#[tokio::test]
async fn a_429_or_5xx_is_repeated_whatever_its_body() {
    for status in [429, 500, 503] {
        for reply in bad_bodies(status) {
            let scene = Scene::new(pace()).await;
            scene.decodes([reply]);
            assert_eq!(scene.decode().await.unwrap(), PAYLOAD.as_bytes());
            assert_eq!(scene.calls(), (1, 2), "{status}");
        }
    }
}

#[tokio::test]
async fn a_5xx_opens_the_breaker_whatever_its_body() {
    let scene = Scene::new(pace()).await;
    let replies = (0..4).flat_map(|_| bad_bodies(500));
    scene.decodes(replies.take(10));
    for _ in 0..5 {
        assert_eq!(unavailable(scene.decode().await), ("server_error", 5));
    }
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
    assert_eq!(scene.calls(), (1, 10));
}

#[tokio::test]
async fn a_5xx_of_the_token_endpoint_is_repeated_whatever_its_body() {
    for reply in bad_bodies(502) {
        let scene = Scene::new(pace()).await;
        scene.tokens([reply]);
        scene.decode().await.unwrap();
        assert_eq!(scene.calls(), (2, 1));
    }
}

#[tokio::test]
async fn a_refused_token_is_refused_whatever_its_body() {
    for reply in bad_bodies(400) {
        let scene = Scene::new(pace()).await;
        scene.decodes([reply]);
        let message = String::new();
        let refused = UpstreamError::Refused { message };
        assert_eq!(scene.decode().await.unwrap_err(), refused);
        assert_eq!(scene.calls(), (1, 1));
    }
}

#[tokio::test]
async fn a_denial_is_a_denial_whatever_its_body() {
    for status in [403, 404] {
        for reply in bad_bodies(status) {
            let scene = Scene::new(pace()).await;
            scene.decodes([reply]);
            let denied = UpstreamError::Denied {
                status,
                message: String::new(),
            };
            assert_eq!(scene.decode().await.unwrap_err(), denied);
            assert_eq!(scene.calls(), (1, 1));
        }
    }
}

#[tokio::test]
async fn a_401_is_met_with_a_new_access_token_whatever_its_body() {
    for reply in bad_bodies(401) {
        let scene = Scene::new(pace()).await;
        scene.decodes([reply]);
        scene.decode().await.unwrap();
        assert_eq!(scene.calls(), (2, 2));
    }
}

#[tokio::test]
async fn a_200_is_not_repeated_whatever_its_body() {
    let paces = [pace(), pace(), impatient()];
    let causes = ["garbage", "connect", "timeout"];
    for ((reply, pace), cause) in bad_bodies(200).into_iter().zip(paces).zip(causes) {
        let scene = Scene::new(pace).await;
        scene.decodes([reply]);
        assert_eq!(unavailable(scene.decode().await), (cause, 5));
        assert_eq!(scene.calls(), (1, 1), "{cause}");
    }
}
