//! A slow Google and many callers.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use touchstone_core::ports::{DecodeRequest, Upstream as _, UpstreamError};

use super::scene::{Scene, decoded, pace, request, tenant, unavailable};
use crate::tests::server::Reply;

fn start(scene: &Scene, callers: usize) -> JoinSet<Result<Vec<u8>, UpstreamError>> {
    let mut all = JoinSet::new();
    for _ in 0..callers {
        let issuers = Arc::clone(&scene.issuers);
        all.spawn(async move { issuers.decode_integrity_token(request()).await });
    }
    all
}

/// A scene in which 64 calls of one tenant wait for Google.
async fn crowded() -> (
    Scene,
    JoinSet<Result<Vec<u8>, UpstreamError>>,
    Arc<Semaphore>,
) {
    let scene = Scene::new(pace()).await;
    let gate = Arc::new(Semaphore::new(0));
    scene.decode().await.unwrap();
    scene.decodes((0..64).map(|_| Reply::Gated(Arc::clone(&gate), decoded().into())));
    let callers = start(&scene, 64);
    scene.server.has_seen(2 + 64).await;
    (scene, callers, gate)
}

#[tokio::test]
async fn one_call_too_many_of_a_tenant_is_refused_at_once_and_others_go_on() {
    let (scene, mut callers, gate) = crowded().await;
    assert_eq!(unavailable(scene.decode().await), ("busy", 5));
    let other = DecodeRequest {
        tenant_id: tenant(2),
        ..request()
    };
    scene.issuers.decode_integrity_token(other).await.unwrap();
    gate.add_permits(64);
    while let Some(result) = callers.join_next().await {
        result.unwrap().unwrap();
    }
    scene.decode().await.unwrap();
}

#[tokio::test]
async fn callers_who_give_up_give_their_places_back() {
    let (scene, mut callers, _gate) = crowded().await;
    callers.shutdown().await;
    scene.decode().await.unwrap();
}

#[tokio::test]
async fn too_many_calls_under_way_do_not_open_the_breaker() {
    let (scene, mut callers, gate) = crowded().await;
    for _ in 0..20 {
        assert_eq!(unavailable(scene.decode().await).0, "busy");
    }
    gate.add_permits(64);
    while let Some(result) = callers.join_next().await {
        result.unwrap().unwrap();
    }
    scene.decode().await.unwrap();
}
