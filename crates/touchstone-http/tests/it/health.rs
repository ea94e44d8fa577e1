//! `/health`, `/ready`, `/metrics` (spec purchases.md 2.7).

use std::sync::Arc;

use http::Request;
use touchstone_http::{HttpOptions, RenderMetrics};

use crate::harness::{Ask, Server, get, post};

#[tokio::test]
async fn other_methods_are_refused_and_told_which_are_not() {
    let server = Server::start().await;
    for path in ["/health", "/ready", "/metrics"] {
        for request in [post(path), Request::options(path), Request::delete(path)] {
            let answer = server.send(request.empty()).await;
            assert_eq!(answer.status, 405);
            assert_eq!(answer.header("allow"), "GET, HEAD");
            assert_eq!(answer.json()["code"], "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn metrics_that_nobody_collects_are_not_found() {
    let server = Server::start().await;
    assert_eq!(server.send(get("/metrics").empty()).await.status, 404);
}

#[tokio::test]
async fn a_server_that_drains_is_not_ready_and_still_healthy() {
    let server = Server::start().await;
    server.state.begin_draining();
    let answer = server.send(get("/ready").empty()).await;
    let told = r#"{"status":"degraded","checks":{"db":"ok","encryption":"ok","shutdown":"fail: draining"}}"#;
    assert_eq!(answer.told(), (503, told));
    assert_eq!(
        server.send(get("/health").empty()).await.told(),
        (200, r#"{"status":"ok"}"#)
    );
}

#[tokio::test]
async fn a_well_server_says_so_without_a_key() {
    let server = Server::start().await;
    assert_eq!(
        server.send(get("/health").empty()).await.told(),
        (200, r#"{"status":"ok"}"#)
    );
    let answer = server.send(get("/ready").empty()).await;
    let told = r#"{"status":"ok","checks":{"db":"ok","encryption":"ok"}}"#;
    assert_eq!(answer.told(), (200, told));
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
}

#[tokio::test]
async fn head_works_as_get() {
    let server = Server::start().await;
    for path in ["/health", "/ready"] {
        assert_eq!(
            server.send(Request::head(path).empty()).await.told(),
            (200, "")
        );
    }
}

#[tokio::test]
async fn metrics_are_text() {
    let render: RenderMetrics = Arc::new(|| "requests 1\n".to_owned());
    let options = HttpOptions {
        render_metrics: Some(render),
        ..HttpOptions::default()
    };
    let server = Server::start_with(options).await;
    let answer = server.send(get("/metrics").empty()).await;
    assert_eq!(answer.told(), (200, "requests 1\n"));
    assert_eq!(
        answer.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
}
