//! Which relying party a request concerns (spec webauthn.md 2.5; section 9, row 35).

use http::request::Builder;
use serde_json::{Value, json};
use touchstone_http::{HttpOptions, Peer, WebauthnHttpOptions};

use super::harness::{HOST, NewRp, ORIGIN, W1, start, start_with, start_with_default};
use crate::harness::{Answer, Ask, Server, post};

const PROXY: &str = "10.0.0.1";

fn request(headers: &[(&str, &str)]) -> Builder {
    let mut request = post(W1)
        .header("accept", "application/json")
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
}

fn body() -> String {
    json!({"username": "jeff", "displayName": "Jeff"}).to_string()
}

async fn answered(server: &Server, headers: &[(&str, &str)]) -> Answer {
    server.send(request(headers).with(body())).await
}

/// The RP ID that the options name.
fn chosen(answer: &Answer) -> Value {
    answer.assert_ok()["rp"]["id"].clone()
}

/// A second relying party.
async fn add_shop(server: &Server) {
    let shop = NewRp {
        rp_id: "shop.example",
        origins: vec!["https://shop.example"],
        hosts: vec!["fido.shop.example"],
        ..NewRp::default()
    };
    server.add_rp(shop).await;
}

#[tokio::test]
async fn row_35_without_a_relying_party_there_are_no_options() {
    let server = start("nevis", json!({})).await;
    for headers in [
        &[][..],
        &[("host", "unknown.example")],
        &[("host", ""), ("origin", "https://unknown.example")],
        &[("host", HOST), ("host", HOST)],
    ] {
        let answer = answered(&server, headers).await;
        answer.assert_reason("rp_not_resolved");
    }
}

#[tokio::test]
async fn the_origin_goes_before_the_host() {
    let server = start("nevis", json!({})).await;
    add_shop(&server).await;
    let both = [("host", "fido.shop.example"), ("origin", ORIGIN)];
    assert_eq!(chosen(&answered(&server, &both).await), "siven.ch");
    let unknown = [
        ("host", "fido.shop.example"),
        ("origin", "https://x.example"),
    ];
    assert_eq!(chosen(&answered(&server, &unknown).await), "shop.example");
}

#[tokio::test]
async fn the_host_is_compared_without_port_and_case() {
    let server = start("nevis", json!({})).await;
    for host in ["FIDO.Siven.CH", "fido.siven.ch:8443"] {
        let answer = answered(&server, &[("host", host)]).await;
        assert_eq!(chosen(&answer), "siven.ch");
    }
}

#[tokio::test]
async fn the_configured_one_comes_last() {
    let (server, _) = start_with_default("nevis").await;
    add_shop(&server).await;
    let unknown = answered(&server, &[("host", "unknown.example")]).await;
    assert_eq!(chosen(&unknown), "siven.ch");
    let known = answered(&server, &[("host", "fido.shop.example")]).await;
    assert_eq!(chosen(&known), "shop.example");
}

#[tokio::test]
async fn only_a_trusted_proxy_says_another_host() {
    let options = HttpOptions {
        webauthn: WebauthnHttpOptions {
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            ..WebauthnHttpOptions::default()
        },
        ..HttpOptions::default()
    };
    let server = start_with(options, "nevis", json!({})).await;
    let said = [("host", "inner"), ("x-forwarded-host", HOST)];
    let from = |peer: &str| request(&said).extension(Peer(peer.parse().unwrap()));
    let answer = server.send(from(PROXY).with(body())).await;
    assert_eq!(chosen(&answer), "siven.ch");
    let answer = server.send(from("192.0.2.1").with(body())).await;
    answer.assert_reason("rp_not_resolved");
}

#[tokio::test]
async fn a_valid_token_admits_its_tenant_s_relying_parties_alone() {
    let server = start("nevis", json!({})).await;
    server.add_tenant("other").await;
    let token = format!("Bearer {}", server.add_sectoken("other", None).await);
    let headers = [("host", HOST), ("authorization", token.as_str())];
    let answer = answered(&server, &headers).await;
    answer.assert_reason("rp_not_resolved");
}

#[tokio::test]
async fn the_profile_of_the_one_that_is_chosen_holds() {
    let server = start("l3", json!({})).await;
    let bare = |host: &str| {
        let request = post(W1).header("content-type", "application/json");
        request.header("host", host).with("{}")
    };
    let answer = server.send(bare(HOST)).await;
    assert_eq!(
        (answer.status, answer.header("x-touchstone-reason").as_str()),
        (400, "username_missing")
    );
    assert_eq!(server.send(bare("unknown.example")).await.status, 406);
}
