//! More requests than there is room for, and requests that do not end (spec mobile.md 8).

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use touchstone_http::{HttpOptions, Limits};
use tower::ServiceExt;

use crate::harness::{Answer, Ask, Counted, Never, Server};

const INTERNAL: &str = r#"{"statusCode":268505088,"errorMessage":"Internal error"}"#;

async fn start(limits: Limits) -> Server {
    let options = HttpOptions {
        limits,
        ..HttpOptions::default()
    };
    let server = Server::start_with(options).await;
    // Keys and policy are read now, so that what follows does not wait for the store.
    server.init().await;
    server
}

/// A verification whose body never comes.
fn never_verified(server: &Server) -> impl Future<Output = Answer> + use<> {
    let request = server.verify_request().with(Never::default());
    let answered = server.router.clone().oneshot(request);
    async move { Answer::read(answered.await.unwrap()).await }
}

/// Goes on with a request as far as it can go now, which is not to its end.
async fn begin(mut request: Pin<&mut impl Future<Output = Answer>>) {
    std::future::poll_fn(|cx| {
        assert!(request.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;
}

#[tokio::test]
async fn slow_bodies_of_one_tenant_hold_a_quarter_of_the_places() {
    let mut server = start(Limits {
        concurrent_verifies: 8,
        ..Limits::default()
    })
    .await;
    let mut slow = [(); 2].map(|()| Box::pin(never_verified(&server)));
    for one in &mut slow {
        begin(one.as_mut()).await;
    }
    let body = Never::default();
    let refused = server.verify(body.clone()).await;
    refused.assert_error(503, 268_505_095, "Temporarily unavailable");
    assert!(!body.was_asked_for());
    // Another key of the tenant has the same share, another tenant one of its own.
    let other_key = server.add_key("acme", None, None).await;
    let (own_key, foreign_key) = (server.key.clone(), server.add_tenant("shop").await);
    for (key, status) in [(other_key, 503), (foreign_key, 400)] {
        server.key = key;
        assert_eq!(server.verify("{}").await.status, status);
    }
    drop(slow);
    server.key = own_key;
    assert_eq!(server.verify("{}").await.status, 400);
}

#[tokio::test]
async fn without_a_free_place_verify_is_503_before_the_body_is_read() {
    let server = start(Limits {
        concurrent_verifies: 1,
        ..Limits::default()
    })
    .await;
    let mut first = pin!(never_verified(&server));
    begin(first.as_mut()).await;

    let turned_away = Counted::of("touchstone_mobile_overloaded_total");
    let _counting = metrics::set_default_local_recorder(&turned_away);
    let body = Never::default();
    let answer = server.verify(body.clone()).await;
    assert_eq!(turned_away.count(), 1);
    answer.assert_error(503, 268_505_095, "Temporarily unavailable");
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.header("x-touchstone-verdict"), "");
    assert!(!body.was_asked_for());
    server.init().await;
}

#[tokio::test]
async fn a_place_is_free_again_after_an_answer_and_after_a_caller_who_left() {
    let server = start(Limits {
        concurrent_verifies: 1,
        ..Limits::default()
    })
    .await;
    for _ in 0..3 {
        assert_eq!(server.verify("{}").await.status, 400);
        let mut left = Box::pin(never_verified(&server));
        begin(left.as_mut()).await;
        drop(left);
    }
}

#[tokio::test]
async fn a_request_that_is_not_answered_in_time_is_a_constant_500() {
    let request = Duration::from_millis(20);
    let server = start(Limits {
        request,
        ..Limits::default()
    })
    .await;
    let answer = server.verify(Never::default()).await;
    assert_eq!(answer.told(), (500, INTERNAL));
    assert!(answer.header("x-request-id").starts_with("req_"));
}
