//! More results than there is room for, clients that leave, and what is counted (spec webauthn.md 8 and 10).

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use serde_json::json;
use touchstone_http::{HttpOptions, Limits};
use tower::ServiceExt;

use super::harness::{W1, W2, W4, asked, authenticator, start, start_with};
use crate::harness::{Ask, Counted, Never, Server};

async fn with_places(concurrent_ceremonies: usize) -> Server {
    let options = HttpOptions {
        limits: Limits {
            concurrent_ceremonies,
            ..Limits::default()
        },
        ..HttpOptions::default()
    };
    start_with(options, "nevis", json!({})).await
}

#[tokio::test]
async fn without_a_free_place_a_result_is_503_before_its_body_is_read() {
    let server = with_places(0).await;
    for path in [W2, W4] {
        let body = Never::default();
        let answer = server.send(asked(path).with(body.clone())).await;
        let text = "The service is temporarily unavailable.";
        answer.assert_failure(503, "unavailable", text);
        assert_eq!(answer.header("retry-after"), "1");
        assert!(!body.was_asked_for());
    }
    let options = json!({"username": "jeff", "displayName": "Jeff"});
    server.post(W1, &options).await.assert_ok();
}

#[tokio::test]
async fn a_body_that_does_not_come_holds_no_place() {
    let server = with_places(1).await;
    // The relying party is read now, so that what follows does not wait for the store.
    server.post(W2, &json!({})).await;
    let slow = Never::default();
    let request = asked(W2).with(slow.clone());
    let mut waiting = pin!(server.router.clone().oneshot(request));
    std::future::poll_fn(|cx| {
        assert!(waiting.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;
    assert!(slow.was_asked_for());
    server.registered(&mut authenticator(1), "jeff").await;
}

#[tokio::test]
async fn every_result_is_counted_and_no_options_are() {
    let server = start("nevis", json!({})).await;
    let counted = Counted::of("webauthn_ceremonies_total");
    let _counting = metrics::set_default_local_recorder(&counted);
    server.post(W1, &json!({})).await;
    assert_eq!(counted.count(), 0);
    server.post(W2, &json!({})).await;
    assert_eq!(counted.count(), 1);
}

#[tokio::test]
async fn a_request_that_is_not_answered_in_time_is_a_constant_500() {
    let options = HttpOptions {
        limits: Limits {
            request: std::time::Duration::from_millis(20),
            ..Limits::default()
        },
        ..HttpOptions::default()
    };
    let server = start_with(options, "nevis", json!({})).await;
    let answer = server.send(asked(W2).with(Never::default())).await;
    answer.assert_failure(500, "internal_error", "An internal error occurred.");
}
