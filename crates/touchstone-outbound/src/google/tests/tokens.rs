//! How access tokens are kept, shared and replaced.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use touchstone_core::ports::{DecodeRequest, Upstream as _, UpstreamError};

use super::scene::{Scene, access_token, account, pace, request, tenant, unavailable};
use crate::tests::server::Reply;

#[tokio::test]
async fn a_token_is_fetched_once_and_used_again() {
    let scene = Scene::new(pace()).await;
    for _ in 0..3 {
        scene.decode().await.unwrap();
    }
    assert_eq!(scene.calls(), (1, 3));
}

#[tokio::test]
async fn a_token_in_its_last_minute_or_without_end_is_not_used_again() {
    for body in [
        r#"{"access_token":"t","expires_in":60}"#,
        r#"{"access_token":"t","expires_in":0}"#,
        r#"{"access_token":"t"}"#,
    ] {
        let scene = Scene::new(pace()).await;
        scene.tokens([Reply::json(200, body)]);
        scene.decode().await.unwrap();
        scene.decode().await.unwrap();
        assert_eq!(scene.calls(), (2, 2), "{body}");
    }
}

#[tokio::test]
async fn tenants_do_not_share_a_token_even_of_the_same_account() {
    let scene = Scene::new(pace()).await;
    for number in [1, 2] {
        let request = DecodeRequest {
            tenant_id: tenant(number),
            ..request()
        };
        scene.issuers.decode_integrity_token(request).await.unwrap();
    }
    assert_eq!(scene.calls(), (2, 2));
    assert_ne!(scene.bearers()[0], scene.bearers()[1]);
}

#[tokio::test]
async fn another_key_of_the_account_gets_a_token_of_its_own() {
    let scene = Scene::new(pace()).await;
    scene.decode().await.unwrap();
    let request = DecodeRequest {
        account: account(1),
        ..request()
    };
    scene.issuers.decode_integrity_token(request).await.unwrap();
    assert_eq!(scene.calls(), (2, 2));
}

#[tokio::test]
async fn many_callers_cost_one_fetch() {
    let scene = Scene::new(pace()).await;
    let gate = Arc::new(Semaphore::new(0));
    scene.tokens([Reply::Gated(
        Arc::clone(&gate),
        access_token(7, 3_600).into(),
    )]);
    let mut callers = start(&scene, 40);
    scene.server.has_seen(1).await;
    gate.add_permits(1);
    while let Some(result) = callers.join_next().await {
        result.unwrap().unwrap();
    }
    assert_eq!(scene.calls(), (1, 40));
}

#[tokio::test]
async fn a_token_without_a_life_of_its_own_serves_those_who_waited_for_it() {
    for body in [
        r#"{"access_token":"t","expires_in":60}"#,
        r#"{"access_token":"t"}"#,
    ] {
        let scene = Scene::new(pace()).await;
        let gate = Arc::new(Semaphore::new(0));
        let token = Reply::json(200, body);
        scene.tokens([Reply::Gated(Arc::clone(&gate), token.into())]);
        let mut callers = start(&scene, 40);
        scene.server.has_seen(1).await;
        gate.add_permits(1);
        while let Some(result) = callers.join_next().await {
            result.unwrap().unwrap();
        }
        assert_eq!(scene.calls(), (1, 40), "{body}");
        scene.decode().await.unwrap();
        assert_eq!(scene.calls(), (2, 41), "{body}");
    }
}

#[tokio::test]
async fn a_fetch_that_fails_is_not_made_good_by_an_old_token() {
    let scene = Scene::new(pace()).await;
    scene.tokens([Reply::json(200, r#"{"access_token":"old"}"#)]);
    scene.decode().await.unwrap();
    let gate = Arc::new(Semaphore::new(0));
    scene.tokens([Reply::Gated(Arc::clone(&gate), Reply::status(403).into())]);
    let mut callers = start(&scene, 10);
    scene.server.has_seen(3).await;
    gate.add_permits(1);
    while let Some(result) = callers.join_next().await {
        result.unwrap().unwrap_err();
    }
    assert_eq!(scene.calls(), (2, 1));
}

#[tokio::test]
async fn a_fetch_that_fails_fails_those_who_wait_and_nobody_after() {
    let scene = Scene::new(pace()).await;
    let gate = Arc::new(Semaphore::new(0));
    let denied = Reply::json(400, r#"{"error":"invalid_grant"}"#);
    scene.tokens([Reply::Gated(Arc::clone(&gate), denied.into())]);
    // All of them wait before the answer comes: it needs the runtime's turn, and they were first.
    let mut callers = start(&scene, 40);
    scene.server.has_seen(1).await;
    gate.add_permits(1);
    while let Some(result) = callers.join_next().await {
        let error = result.unwrap().unwrap_err();
        let denied = UpstreamError::Denied {
            status: 400,
            message: "invalid_grant".to_owned(),
        };
        assert_eq!(error, denied);
    }
    assert_eq!(scene.calls(), (1, 0));
    scene.decode().await.unwrap();
    assert_eq!(scene.calls(), (2, 1));
}

#[tokio::test]
async fn a_caller_who_gives_up_leaves_the_fetch_to_the_next() {
    let scene = Scene::new(pace()).await;
    let never = Arc::new(Semaphore::new(0));
    scene.tokens([Reply::Gated(never, Reply::Hang.into())]);
    let mut first = start(&scene, 1);
    scene.server.has_seen(1).await;
    let mut second = start(&scene, 1);
    first.shutdown().await;
    second.join_next().await.unwrap().unwrap().unwrap();
    assert_eq!(scene.calls(), (2, 1));
}

#[tokio::test]
async fn many_refused_at_once_cost_one_new_token() {
    let scene = Scene::new(pace()).await;
    scene.decode().await.unwrap();
    let gate = Arc::new(Semaphore::new(0));
    let refused = || Reply::Gated(Arc::clone(&gate), Reply::status(401).into());
    scene.decodes((0..20).map(|_| refused()));
    let mut callers = start(&scene, 20);
    scene.server.has_seen(22).await;
    gate.add_permits(20);
    while let Some(result) = callers.join_next().await {
        result.unwrap().unwrap();
    }
    assert_eq!(scene.calls(), (2, 41));
}

#[tokio::test]
async fn what_is_no_token_is_unavailable() {
    for body in [
        "",
        "{}",
        "[]",
        r#"{"access_token":""}"#,
        r#"{"access_token":7,"expires_in":3600}"#,
        r#"{"access_token":"a b","expires_in":3600}"#,
        r#"{"access_token":"a\r\nX: y","expires_in":3600}"#,
        r#"{"access_token":"a","expires_in":-1}"#,
        &format!(r#"{{"access_token":"{}"}}"#, "a".repeat(8_193)),
    ] {
        let scene = Scene::new(pace()).await;
        scene.tokens([Reply::json(200, body)]);
        assert_eq!(unavailable(scene.decode().await), ("garbage", 5), "{body}");
        assert_eq!(scene.calls(), (1, 0), "{body}");
    }
}

fn start(scene: &Scene, callers: usize) -> JoinSet<Result<Vec<u8>, UpstreamError>> {
    let mut all = JoinSet::new();
    for _ in 0..callers {
        let issuers = Arc::clone(&scene.issuers);
        all.spawn(async move { issuers.decode_integrity_token(request()).await });
    }
    all
}
