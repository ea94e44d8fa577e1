//! Accept, Content-Type, Content-Encoding and the size (spec webauthn.md 2.2, steps 6 to 8, and 2.4; section 9, rows 5 to 12); how long all headers
//! may be (section 8).

use serde_json::json;

use super::harness::{FOR_BROWSERS, HOST, W1, W5, asked, bare, start};
use crate::harness::{Answer, Ask, Never, Server};

const JSON: &str = "application/json";
const ALL: [&str; 5] = [
    FOR_BROWSERS[0],
    FOR_BROWSERS[1],
    FOR_BROWSERS[2],
    FOR_BROWSERS[3],
    W5,
];

#[track_caller]
fn assert_not_acceptable(answer: &Answer) {
    let text = "The Accept header is not properly set to application/json.";
    answer.assert_failure(406, "not_acceptable", text);
}

#[track_caller]
fn assert_unsupported(answer: &Answer) {
    let text = "The Content-Type header is not properly set to application/json.";
    answer.assert_failure(415, "unsupported_media_type", text);
}

/// Past the headers: the empty object is no request.
#[track_caller]
fn assert_got_to_the_body(answer: &Answer) {
    let code = answer.header("x-touchstone-reason");
    let later = ["username_missing", "id_missing", "body_malformed"];
    assert!(later.contains(&code.as_str()), "{answer:?}");
}

async fn accepting(server: &Server, accept: &str) -> Answer {
    let headers = [("accept", accept), ("content-type", JSON)];
    server.send(bare(W1, &headers)).await
}

async fn with_type(server: &Server, kind: &str) -> Answer {
    let headers = [("accept", JSON), ("content-type", kind)];
    server.send(bare(W1, &headers)).await
}

#[tokio::test]
async fn row_5_without_accept_the_vendor_s_profile_refuses() {
    let server = start("nevis", json!({})).await;
    for path in ALL {
        assert_not_acceptable(&server.send(bare(path, &[("content-type", JSON)])).await);
    }
}

#[tokio::test]
async fn row_5_without_accept_the_other_profiles_go_on() {
    for profile in ["conformance", "l3"] {
        let server = start(profile, json!({})).await;
        for path in ALL {
            let answer = server.send(bare(path, &[("content-type", JSON)])).await;
            assert_eq!(answer.status, 400);
            assert_got_to_the_body(&answer);
        }
    }
}

#[tokio::test]
async fn row_6_what_is_said_must_cover_json_in_every_profile() {
    for profile in ["nevis", "conformance", "l3"] {
        let server = start(profile, json!({})).await;
        for accept in ["text/html", "application/json;q=0, */*", ""] {
            assert_not_acceptable(&accepting(&server, accept).await);
        }
    }
}

#[tokio::test]
async fn row_7_a_wider_range_covers_json() {
    let server = start("nevis", json!({})).await;
    for accept in [
        "text/html, application/*;q=0.1",
        "*/*",
        "APPLICATION/JSON; q=1",
    ] {
        assert_got_to_the_body(&accepting(&server, accept).await);
    }
}

#[tokio::test]
async fn row_8_accept_is_looked_at_before_the_type_of_the_body() {
    let server = start("nevis", json!({})).await;
    for path in ALL {
        let headers = [("accept", "text/html"), ("content-type", "text/plain")];
        assert_not_acceptable(&server.send(bare(path, &headers)).await);
    }
}

#[tokio::test]
async fn row_9_what_is_not_said_to_be_json_is_refused() {
    let server = start("nevis", json!({})).await;
    for path in ALL {
        assert_unsupported(&server.send(bare(path, &[("accept", JSON)])).await);
    }
    for kind in [
        "text/plain",
        "application/problem+json",
        "application/json; charset=iso-8859-1",
        "application/json, application/json",
        "",
    ] {
        assert_unsupported(&with_type(&server, kind).await);
    }
    let twice = [
        ("accept", JSON),
        ("content-type", JSON),
        ("content-type", JSON),
    ];
    assert_unsupported(&server.send(bare(W1, &twice)).await);
}

#[tokio::test]
async fn row_10_json_is_json_in_any_case() {
    let server = start("nevis", json!({})).await;
    for kind in [
        "Application/JSON; Charset=\"UTF-8\"",
        "application/json; x=y",
    ] {
        assert_got_to_the_body(&with_type(&server, kind).await);
    }
}

#[tokio::test]
async fn row_11_a_body_is_taken_as_it_is() {
    let server = start("nevis", json!({})).await;
    for coding in ["gzip", "br", "identity, gzip", ""] {
        let request = asked(W1).header("content-encoding", coding);
        assert_unsupported(&server.send(request.with("{}")).await);
    }
    for coding in ["identity", "Identity"] {
        let request = asked(W1).header("content-encoding", coding);
        assert_got_to_the_body(&server.send(request.with("{}")).await);
    }
}

#[tokio::test]
async fn row_12_a_body_beyond_the_limit_is_refused() {
    let server = start("nevis", json!({})).await;
    for path in ALL {
        for bytes in [131_073, 1_000_000] {
            let answer = server.send(asked(path).with(" ".repeat(bytes))).await;
            answer.assert_failure(413, "body_too_large", "The request body is too large.");
        }
        let answer = server.send(asked(path).with(" ".repeat(131_072))).await;
        assert_got_to_the_body(&answer);
    }
}

#[tokio::test]
async fn no_body_is_read_before_the_headers_are_in_order() {
    let server = start("nevis", json!({})).await;
    let body = Never::default();
    let request = asked(W1).header("content-encoding", "gzip");
    assert_unsupported(&server.send(request.with(body.clone())).await);
    assert!(!body.was_asked_for());
}

/// A request to this path with so many header lines more than it needs, of so many bytes.
async fn with_lines(server: &Server, path: &str, lines: usize, value_bytes: usize) -> Answer {
    let mut request = http::Request::get(path).header("host", HOST);
    for _ in 0..lines {
        request = request.header("x-long", "a".repeat(value_bytes));
    }
    server.send(request.empty()).await
}

#[tokio::test]
async fn longer_headers_than_the_limit_are_431_in_the_whole_room() {
    let server = start("nevis", json!({})).await;
    let others = [
        "/nevisfido/health",
        "/.well-known/webauthn",
        "/nevisfido/unknown",
    ];
    for path in ALL.into_iter().chain(others) {
        for (lines, value_bytes) in [(64, 1), (1, 16_384), (2, 8_192)] {
            let answer = with_lines(&server, path, lines, value_bytes).await;
            let text = "The request headers are too large.";
            answer.assert_failure(431, "headers_too_large", text);
            assert_eq!(answer.header("vary"), "Origin");
        }
        for (lines, value_bytes) in [(63, 1), (1, 16_000)] {
            let answer = with_lines(&server, path, lines, value_bytes).await;
            assert_ne!(answer.status, 431, "{path}");
        }
    }
}

#[tokio::test]
async fn other_rooms_have_the_limit_of_the_listener() {
    let server = start("nevis", json!({})).await;
    for path in ["/health", "/api/v1/attestation/init", "/admin/v1/tenants"] {
        let answer = with_lines(&server, path, 2, 12_000).await;
        assert_ne!(answer.status, 431, "{path}");
    }
}

#[tokio::test]
async fn over_a_connection_longer_headers_are_431_too() {
    let server = start("nevis", json!({})).await;
    let serving = server.serve().await;
    for (kib, status) in [(15, "200"), (17, "431"), (33, "431")] {
        let mut socket = serving.connect().await;
        let long = "a".repeat(kib * 1024);
        let head = format!(
            "GET /nevisfido/liveness HTTP/1.1\r\nHost: t\r\nConnection: close\r\nX-L: {long}\r\n\r\n"
        );
        socket.say(&head).await;
        let heard = socket.hear_all().await;
        assert!(heard.starts_with(&format!("HTTP/1.1 {status} ")), "{heard}");
    }
}
