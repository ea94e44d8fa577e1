//! What every answer carries, whoever asked for whatever.

use std::sync::Arc;

use touchstone_http::{HttpOptions, RenderMetrics, admin_router, public_router};
use tower::ServiceExt;

use crate::harness::{Answer, Ask, Server, get, post};

#[tokio::test]
async fn a_request_without_a_name_gets_one() {
    let server = Server::start().await;
    for request in [
        get("/health").empty(),
        get("/nowhere").empty(),
        post("/api/x").empty(),
    ] {
        let answer = server.send(request).await;
        let name = answer.header("x-request-id");
        assert!(name.starts_with("req_") && name.len() == 30, "{name}");
    }
}

#[tokio::test]
async fn a_caller_s_good_name_is_kept_and_a_bad_one_is_not() {
    let server = Server::start().await;
    let named = |name: &str| get("/health").header("x-request-id", name).empty();
    assert_eq!(
        server
            .send(named("order-7_a.B"))
            .await
            .header("x-request-id"),
        "order-7_a.B"
    );
    for bad in ["", "a b", &"a".repeat(129), "a\"b", "{}"] {
        let name = server.send(named(bad)).await.header("x-request-id");
        assert!(name.starts_with("req_"), "{name}");
    }
}

#[tokio::test]
async fn nothing_is_stored_by_caches() {
    let server = Server::start().await;
    for request in [
        get("/health"),
        get("/ready"),
        get("/nowhere"),
        post("/api/x"),
    ] {
        assert_eq!(
            server.send(request.empty()).await.header("cache-control"),
            "no-store"
        );
    }
    assert_eq!(
        server.verify("{}").await.header("cache-control"),
        "no-store"
    );
}

#[tokio::test]
async fn a_clock_set_by_hand_marks_every_answer() {
    let server = Server::start().await;
    assert_eq!(
        server
            .send(get("/health").empty())
            .await
            .header("x-touchstone-test-clock"),
        ""
    );

    let options = HttpOptions {
        test_clock: true,
        ..HttpOptions::default()
    };
    let server = Server::start_with(options).await;
    for request in [get("/health"), get("/nowhere"), post("/api/x")] {
        let answer = server.send(request.empty()).await;
        assert_eq!(
            answer.header("x-touchstone-test-clock"),
            "2026-04-29T14:50:00.000Z"
        );
    }
}

#[tokio::test]
async fn a_panic_is_a_constant_500_and_the_server_goes_on() {
    let render: RenderMetrics = Arc::new(|| -> String { panic!("secret") });
    let options = HttpOptions {
        render_metrics: Some(render),
        ..HttpOptions::default()
    };
    let server = Server::start_with(options).await;
    let answer = server
        .send(get("/metrics").header("x-request-id", "p-1").empty())
        .await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.header("x-request-id"), "p-1");
    let json = answer.json();
    assert_eq!(
        (&json["code"], &json["request_id"]),
        (&"internal".into(), &"p-1".into())
    );
    assert!(!answer.body.contains("secret"));
    assert_eq!(server.send(get("/health").empty()).await.status, 200);
}

#[tokio::test]
async fn with_a_listener_of_their_own_administrators_and_metrics_answer_there_alone() {
    let render: RenderMetrics = Arc::new(|| "m 1\n".to_owned());
    let options = HttpOptions {
        render_metrics: Some(render),
        ..HttpOptions::default()
    };
    let server = Server::start_with(options).await;
    let (public, admin) = (public_router(&server.state), admin_router(&server.state));
    let status = async |router: &axum::Router, request: http::request::Builder| {
        let response = router.clone().oneshot(request.empty()).await.unwrap();
        Answer::read(response).await.status
    };
    assert_eq!(status(&public, get("/metrics")).await, 404);
    assert_eq!(status(&public, get("/admin/v1/tenants")).await, 404);
    assert_eq!(status(&public, post("/api/v1/attestation/init")).await, 401);
    assert_eq!(status(&public, get("/ready")).await, 200);
    assert_eq!(status(&admin, get("/metrics")).await, 200);
    assert_eq!(status(&admin, get("/ready")).await, 200);
    assert_eq!(status(&admin, post("/api/v1/attestation/init")).await, 404);
}
