//! The token bucket of an API key as it answers (spec mobile.md 2.0, step 5).

use crate::harness::{Ask, Never, Server, get, post};

const INIT: &str = "/api/v1/attestation/init";

#[tokio::test]
async fn the_request_beyond_the_rate_is_429_with_a_time_to_wait_before_its_body_is_read() {
    let server = Server::start().await;
    server.set(|settings| settings.rate_limit_per_s = 2).await;
    server.init().await;
    server.init().await;
    let body = Never::default();
    let answer = server.verify(body.clone()).await;
    answer.assert_error(429, 268_505_094, "Too many requests");
    assert_eq!(answer.header("retry-after"), "1");
    assert!(!body.was_asked_for());
    let answer = server.ask(get("/api/v1/attestation/verdicts/x")).await;
    assert_eq!(answer.status, 429);
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_take_no_token() {
    let server = Server::start().await;
    server.set(|settings| settings.rate_limit_per_s = 1).await;
    for _ in 0..3 {
        assert_eq!(server.ask(get(INIT)).await.status, 405);
        assert_eq!(server.ask(post("/api/x")).await.status, 404);
    }
    assert_eq!(server.ask(post(INIT)).await.status, 200);
    assert_eq!(server.ask(post(INIT)).await.status, 429);
}

#[tokio::test]
async fn every_key_has_its_own_bucket_and_the_clock_fills_it() {
    let server = Server::start().await;
    server.set(|settings| settings.rate_limit_per_s = 1).await;
    let another = server.add_key("acme", None, None).await;
    assert_eq!(server.ask(post(INIT)).await.status, 200);
    assert_eq!(server.ask(post(INIT)).await.status, 429);
    let request = post(INIT).header("x-api-key", &another).empty();
    assert_eq!(server.send(request).await.status, 200);
    server.clock.advance_ms(1_000);
    assert_eq!(server.ask(post(INIT)).await.status, 200);
}
