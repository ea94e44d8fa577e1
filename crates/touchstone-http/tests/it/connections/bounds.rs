//! Heads and bodies that are too long or too slow (spec mobile.md 8).

use std::time::Duration;

use touchstone_http::{HttpOptions, Limits};

use crate::harness::Server;

const SOON: Duration = Duration::from_millis(50);

async fn start(limits: Limits) -> Server {
    Server::start_with(HttpOptions {
        limits,
        ..HttpOptions::default()
    })
    .await
}

#[tokio::test]
async fn a_head_of_more_than_32_kib_is_431() {
    let server = Server::start().await;
    let serving = server.serve().await;
    for long in [
        format!(
            "GET /health HTTP/1.1\r\nHost: t\r\nX-Long: {}\r\n\r\n",
            "a".repeat(33 * 1024)
        ),
        format!(
            "GET /health HTTP/1.1\r\nHost: t\r\n{}\r\n",
            "X-Many: 1\r\n".repeat(1_000_000)
        ),
    ] {
        let mut socket = serving.connect().await;
        socket.say(&long).await;
        let heard = socket.hear_all().await;
        assert!(heard.starts_with("HTTP/1.1 431 "), "{heard}");
    }
}

#[tokio::test]
async fn a_head_of_30_kib_is_read() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let mut socket = serving.connect().await;
    let long = "a".repeat(30 * 1024);
    let head =
        format!("GET /health HTTP/1.1\r\nHost: t\r\nConnection: close\r\nX-L: {long}\r\n\r\n");
    socket.say(&head).await;
    assert!(socket.hear_all().await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_client_that_never_asks_is_cut_whatever_it_began_with() {
    let server = start(Limits {
        header_read: SOON,
        ..Limits::default()
    })
    .await;
    let serving = server.serve().await;
    for begun in [
        "",
        "P",
        "PRI * HTTP/2.0\r\n\r\nS",
        "GET /health HTTP/1.1\r\nHost:",
    ] {
        let mut socket = serving.connect().await;
        socket.say(begun).await;
        assert_eq!(socket.hear_all().await, "", "{begun}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_in_time_gets_no_answer() {
    let server = start(Limits {
        body_read: SOON,
        ..Limits::default()
    })
    .await;
    let serving = server.serve().await;
    let mut socket = serving.connect().await;
    let key = &server.key;
    socket
        .say(&format!(
            "POST /api/v1/attestation/verify HTTP/1.1\r\nHost: t\r\nX-Api-Key: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        ))
        .await;
    assert_eq!(socket.hear_all().await, "");
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_place() {
    let server = start(Limits {
        connections: 1,
        ..Limits::default()
    })
    .await;
    let serving = server.serve().await;
    let ask = "GET /health HTTP/1.1\r\nHost: t\r\n\r\n";
    let mut first = serving.connect().await;
    first.say(ask).await;
    first.hear_until("{\"status\":\"ok\"}").await;

    let mut second = serving.connect().await;
    second.say(ask).await;
    let mut byte = [0];
    let heard = tokio::time::timeout(SOON, second.0.peek(&mut byte)).await;
    assert!(heard.is_err(), "nobody answers yet");
    drop(first);
    second.hear_until("{\"status\":\"ok\"}").await;
}
