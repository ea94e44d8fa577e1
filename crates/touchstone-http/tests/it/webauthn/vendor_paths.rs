//! What machines and browsers ask without a body (spec webauthn.md 2.1, W6 and W7).

use http::Request;
use serde_json::json;

use super::harness::{HOST, NewRp, ORIGIN, start, start_with_default};
use crate::harness::{Answer, Ask, Server, get};

const RELATED: &str = "/.well-known/webauthn";
const KIND: &str = "application/vnd.spring-boot.actuator.v2+json";

#[track_caller]
fn assert_not_get(answer: &Answer) {
    let text = "The method of the received request was not GET.";
    answer.assert_failure(405, "method_not_allowed", text);
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

#[tokio::test]
async fn the_vendor_s_health_says_up() {
    let server = Server::start().await;
    for path in ["/nevisfido/liveness", "/nevisfido/health"] {
        let answer = server.send(get(path).empty()).await;
        assert_eq!(answer.told(), (200, r#"{"status":"UP"}"#));
        assert_eq!(answer.header("content-type"), KIND);
        let answer = server.send(Request::head(path).empty()).await;
        assert_eq!(answer.told(), (200, ""));
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let server = start("nevis", json!({})).await;
    for path in ["/nevisfido/liveness", "/nevisfido/health", RELATED] {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            let request = Request::builder().method(method).uri(path);
            assert_not_get(&server.send(request.empty()).await);
        }
    }
}

#[tokio::test]
async fn origins_that_share_a_relying_party_are_told_to_browsers() {
    let server = Server::start().await;
    let rp = NewRp {
        origins: vec![ORIGIN, "android:apk-key-hash:AAAA", "https://siven.example"],
        hosts: vec!["siven.ch"],
        ..NewRp::default()
    };
    server.add_rp(rp).await;
    let answer = server
        .send(get(RELATED).header("host", "siven.ch:443").empty())
        .await;
    let body = r#"{"origins":["https://siven.ch","https://siven.example"]}"#;
    assert_eq!(answer.told(), (200, body));
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn one_origin_shares_nothing() {
    let server = start("nevis", json!({})).await;
    for host in [HOST, "unknown.example"] {
        let answer = server.send(get(RELATED).header("host", host).empty()).await;
        answer.assert_failure(404, "not_found", "The requested resource does not exist.");
    }
}

#[tokio::test]
async fn an_origin_header_chooses_no_related_origins() {
    let (server, _) = start_with_default("nevis").await;
    let other = NewRp {
        rp_id: "shop.example",
        origins: vec!["https://shop.example", "https://shop2.example"],
        hosts: vec!["shop.example"],
        ..NewRp::default()
    };
    server.add_rp(other).await;
    let request = get(RELATED).header("host", HOST);
    let answer = server
        .send(request.header("origin", "https://shop.example").empty())
        .await;
    assert_eq!(answer.status, 404);
}
