//! Token buckets (spec webauthn.md 2.2, step 5, and 8).

use std::net::IpAddr;

use http::Request;
use serde_json::json;
use touchstone_http::{HttpOptions, Peer, WebauthnHttpOptions};

use super::harness::{W1, W5, asked, start_with};
use crate::harness::{Answer, Ask, Counted, Never, Server};

/// Two requests per second and address, three per key.
async fn start(policy: serde_json::Value) -> Server {
    let options = HttpOptions {
        webauthn: WebauthnHttpOptions {
            address_per_s: 2,
            address_burst: 2,
            key_per_s: 3,
            key_burst: 3,
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
        },
        ..HttpOptions::default()
    };
    start_with(options, "nevis", policy).await
}

fn from(address: &str) -> http::request::Builder {
    let address: IpAddr = address.parse().unwrap();
    asked(W5).extension(Peer(address))
}

async fn is_limited(server: &Server, request: http::request::Builder) -> bool {
    server.send(request.with("{}")).await.status == 429
}

#[track_caller]
fn assert_limited(answer: &Answer) {
    answer.assert_failure(429, "rate_limited", "Too many requests.");
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test]
async fn the_request_beyond_the_burst_is_429_before_its_body_is_read() {
    let server = start(json!({})).await;
    for _ in 0..2 {
        assert!(!is_limited(&server, from("192.0.2.1")).await);
    }
    let body = Never::default();
    assert_limited(&server.send(from("192.0.2.1").with(body.clone())).await);
    assert!(!body.was_asked_for());
    assert!(!is_limited(&server, from("192.0.2.2")).await);
    server.clock.advance_ms(500);
    assert!(!is_limited(&server, from("192.0.2.1")).await);
    assert!(is_limited(&server, from("192.0.2.1")).await);
}

#[tokio::test]
async fn the_limit_comes_before_accept() {
    let server = start(json!({})).await;
    let wrong = || {
        let request = Request::post(W5).header("accept", "text/html");
        request.extension(Peer("192.0.2.1".parse().unwrap()))
    };
    for _ in 0..2 {
        assert_eq!(server.send(wrong().with("{}")).await.status, 406);
    }
    assert_limited(&server.send(wrong().with("{}")).await);
}

#[tokio::test]
async fn other_methods_and_paths_take_nothing() {
    let server = start(json!({})).await;
    let peer = Peer("192.0.2.1".parse().unwrap());
    for _ in 0..5 {
        for (method, path) in [("GET", W1), ("OPTIONS", W1), ("POST", "/nevisfido/x")] {
            let request = Request::builder().method(method).uri(path);
            let answer = server.send(request.extension(peer).empty()).await;
            assert_ne!(answer.status, 429);
        }
    }
    assert!(!is_limited(&server, from("192.0.2.1")).await);
}

#[tokio::test]
async fn an_ipv6_client_is_its_64_bits() {
    let server = start(json!({})).await;
    for address in ["2001:db8:1:2::1", "2001:db8:1:2::2"] {
        assert!(!is_limited(&server, from(address)).await);
    }
    assert!(is_limited(&server, from("2001:db8:1:2:ffff::3")).await);
    assert!(!is_limited(&server, from("2001:db8:1:3::1")).await);
}

#[tokio::test]
async fn behind_a_proxy_each_client_has_its_own_bucket() {
    let server = start(json!({})).await;
    let by = |peer: &str, client: &str| from(peer).header("x-forwarded-for", client);
    for _ in 0..2 {
        assert!(!is_limited(&server, by("10.0.0.1", "192.0.2.1")).await);
    }
    assert!(is_limited(&server, by("10.0.0.1", "192.0.2.1")).await);
    assert!(!is_limited(&server, by("10.0.0.1", "192.0.2.2")).await);
    assert!(is_limited(&server, by("10.0.0.1", "6.6.6.6, 192.0.2.1")).await);
    for n in 0..3 {
        let invented = format!("198.51.100.{n}");
        let limited = is_limited(&server, by("203.0.113.9", &invented)).await;
        assert_eq!(limited, n == 2, "who is no proxy invents no addresses");
    }
}

#[tokio::test]
async fn with_a_valid_token_its_own_bucket_counts() {
    let server = start(json!({"sectoken": "all"})).await;
    let token = server.add_sectoken("acme", None).await;
    let with = || from("192.0.2.1").header("authorization", format!("Bearer {token}"));
    for _ in 0..3 {
        assert!(!is_limited(&server, with()).await);
    }
    assert_limited(&server.send(with().with("{}")).await);
    let elsewhere = from("192.0.2.9").header("authorization", format!("Bearer {token}"));
    assert!(is_limited(&server, elsewhere).await);
}

#[tokio::test]
async fn refused_tokens_empty_the_address_s_bucket_and_then_none_is_looked_up() {
    let server = start(json!({"sectoken": "all"})).await;
    let good = server.add_sectoken("acme", None).await;
    let with = |token: &str| {
        let request = from("192.0.2.1").header("authorization", format!("Bearer {token}"));
        request.with("{}")
    };
    for n in 0..2 {
        let answer = server.send(with(&format!("tswa_{n}"))).await;
        assert_eq!(answer.status, 401);
    }
    assert_limited(&server.send(with("tswa_3")).await);
    assert_limited(&server.send(with(&good)).await);
    server.clock.advance_ms(500);
    assert_eq!(server.send(with(&good)).await.status, 400);
}

#[tokio::test]
async fn zero_is_no_limit() {
    let options = HttpOptions {
        webauthn: WebauthnHttpOptions {
            address_per_s: 0,
            ..WebauthnHttpOptions::default()
        },
        ..HttpOptions::default()
    };
    let server = start_with(options, "nevis", json!({})).await;
    for _ in 0..300 {
        assert!(!is_limited(&server, from("192.0.2.1")).await);
    }
}

#[tokio::test]
async fn the_printed_burst_is_200() {
    let server = start_with(HttpOptions::default(), "nevis", json!({})).await;
    for _ in 0..200 {
        assert!(!is_limited(&server, from("192.0.2.1")).await);
    }
    assert!(is_limited(&server, from("192.0.2.1")).await);
}

#[tokio::test]
async fn a_refusal_for_too_many_requests_is_no_ceremony() {
    let server = start(json!({})).await;
    let counted = Counted::of("webauthn_ceremonies_total");
    let _counting = metrics::set_default_local_recorder(&counted);
    for _ in 0..5 {
        server.send(from("192.0.2.1").with("{}")).await;
    }
    assert_eq!(counted.count(), 0);
}
