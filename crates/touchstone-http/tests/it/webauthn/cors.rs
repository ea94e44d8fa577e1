//! Pages of other origins (spec webauthn.md 2.6).

use http::Request;
use serde_json::json;
use touchstone_http::{HttpOptions, Peer, WebauthnHttpOptions};

use super::harness::{FOR_BROWSERS, HOST, ORIGIN, W1, W5, asked, start, start_with};
use crate::harness::{Answer, Ask, Server};

#[track_caller]
fn assert_no_permission(answer: &Answer) {
    let mut names = answer.headers.keys().map(http::HeaderName::as_str);
    assert!(
        !names.any(|name| name.starts_with("access-control")),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_preflight_of_a_known_page_is_told_what_it_may() {
    let server = start("nevis", json!({"sectoken": "all"})).await;
    for path in FOR_BROWSERS {
        let request = Request::options(path)
            .header("origin", ORIGIN)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
        let answer = server.send(request.empty()).await;
        assert_eq!(answer.told(), (204, ""));
        for (name, value) in [
            ("allow", "POST, OPTIONS"),
            ("vary", "Origin"),
            ("access-control-allow-origin", ORIGIN),
            ("access-control-allow-methods", "POST, OPTIONS"),
            (
                "access-control-allow-headers",
                "Accept, Content-Type, Authorization, X-Request-Id",
            ),
            ("access-control-max-age", "600"),
            ("access-control-allow-credentials", ""),
            ("access-control-expose-headers", ""),
        ] {
            assert_eq!(answer.header(name), value, "{name}");
        }
    }
}

#[tokio::test]
async fn a_preflight_of_a_foreign_page_is_told_nothing() {
    let server = start("nevis", json!({})).await;
    for origin in [
        "https://evil.example",
        "null",
        "",
        "https://siven.ch.evil.example",
        "http://siven.ch",
        "https://siven.ch:8443",
        "https://siven.ch/",
        "HTTPS://SIVEN.CH",
    ] {
        let request = Request::options(W1).header("origin", origin).empty();
        let answer = server.send(request).await;
        assert_eq!(answer.told(), (204, ""), "{origin}");
        assert_eq!(answer.header("allow"), "POST, OPTIONS");
        assert_eq!(answer.header("vary"), "Origin");
        assert_no_permission(&answer);
    }
}

#[tokio::test]
async fn options_without_an_origin_names_the_methods() {
    let server = start("nevis", json!({})).await;
    let answer = server.send(Request::options(W1).empty()).await;
    assert_eq!(answer.told(), (204, ""));
    assert_eq!(answer.header("allow"), "POST, OPTIONS");
    assert_eq!(answer.header("vary"), "Origin");
    assert_no_permission(&answer);
}

#[tokio::test]
async fn two_origins_are_none() {
    let server = start("nevis", json!({})).await;
    let request = Request::options(W1).header("origin", ORIGIN);
    let answer = server.send(request.header("origin", ORIGIN).empty()).await;
    assert_no_permission(&answer);
}

#[tokio::test]
async fn a_known_page_may_read_every_answer_to_its_post() {
    let server = start("nevis", json!({})).await;
    for path in FOR_BROWSERS {
        for request in [asked(path), asked(path).header("content-encoding", "gzip")] {
            let answer = server
                .send(request.header("origin", ORIGIN).with("{}"))
                .await;
            assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
            let exposed = "X-Request-Id, X-Touchstone-Reason, X-Touchstone-Verdict";
            assert_eq!(answer.header("access-control-expose-headers"), exposed);
            assert_eq!(answer.header("vary"), "Origin");
            assert_eq!(answer.header("access-control-allow-methods"), "");
        }
    }
}

#[tokio::test]
async fn a_foreign_page_s_post_is_worked_on_and_not_shown_to_it() {
    let server = start("nevis", json!({})).await;
    let body = json!({"username": "jeff", "displayName": "Jeff"}).to_string();
    let request = asked(W1)
        .header("origin", "https://evil.example")
        .with(body);
    let answer = server.send(request).await;
    answer.assert_ok();
    assert_eq!(answer.header("vary"), "Origin");
    assert_no_permission(&answer);
}

#[tokio::test]
async fn another_method_s_answer_is_not_shown() {
    let server = start("nevis", json!({})).await;
    let request = Request::get(W1).header("origin", ORIGIN).empty();
    let answer = server.send(request).await;
    assert_eq!(answer.status, 405);
    assert_no_permission(&answer);
}

#[tokio::test]
async fn the_status_service_is_not_for_pages() {
    let server = start("nevis", json!({})).await;
    let request = asked(W5).header("origin", ORIGIN).with("{}");
    let answer = server.send(request).await;
    assert_eq!(answer.header("vary"), "");
    assert_no_permission(&answer);
}

#[tokio::test]
async fn an_app_s_origin_is_no_page() {
    let server = start("nevis", json!({})).await;
    let origin = "android:apk-key-hash:AAAA";
    let request = Request::options(W1).header("host", HOST);
    let answer = server.send(request.header("origin", origin).empty()).await;
    assert_no_permission(&answer);
}

/// Two requests per second and address.
async fn start_narrow() -> Server {
    let options = HttpOptions {
        webauthn: WebauthnHttpOptions {
            address_per_s: 2,
            address_burst: 2,
            ..WebauthnHttpOptions::default()
        },
        ..HttpOptions::default()
    };
    start_with(options, "nevis", json!({})).await
}

fn from(address: &str) -> Peer {
    Peer(address.parse().unwrap())
}

async fn preflight(server: &Server, address: &str, origin: &str) -> Answer {
    let request = Request::options(W1).header("origin", origin);
    let answer = server.send(request.extension(from(address)).empty()).await;
    assert_eq!(answer.status, 204);
    answer
}

#[tokio::test]
async fn invented_origins_are_looked_up_as_often_as_the_address_may_ask() {
    let server = start_narrow().await;
    for origin in ["https://1.example", "https://2.example"] {
        assert_no_permission(&preflight(&server, "192.0.2.1", origin).await);
    }
    // Nothing is looked up for it any more: not even a known origin.
    assert_no_permission(&preflight(&server, "192.0.2.1", ORIGIN).await);
    let request = asked(W5).extension(from("192.0.2.1")).with("{}");
    assert_eq!(server.send(request).await.status, 429);
    let told = preflight(&server, "192.0.2.2", ORIGIN).await;
    assert_eq!(told.header("access-control-allow-origin"), ORIGIN);
}

#[tokio::test]
async fn a_remembered_origin_costs_nothing() {
    let server = start_narrow().await;
    preflight(&server, "192.0.2.1", ORIGIN).await;
    for _ in 0..5 {
        let told = preflight(&server, "192.0.2.2", ORIGIN).await;
        assert_eq!(told.header("access-control-allow-origin"), ORIGIN);
    }
    for status in [400, 400, 429] {
        let request = asked(W5).extension(from("192.0.2.2")).with("{}");
        assert_eq!(server.send(request).await.status, status);
    }
}

#[tokio::test]
async fn a_known_page_may_read_that_it_asks_too_often() {
    let server = start_narrow().await;
    for status in [200, 200, 429] {
        let request = asked(W1).extension(from("192.0.2.1"));
        let answer = server
            .send(request.header("origin", ORIGIN).with("{}"))
            .await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    }
}
