//! HTTP/1.1 and HTTP/2 with prior knowledge on one port, and requests that are no requests.

use axum::body::Body;
use hyper_util::rt::{TokioExecutor, TokioIo};

use crate::harness::{Answer, Ask, Server, Serving, post};

async fn over_http_2(serving: &Serving, request: http::Request<Body>) -> Answer {
    let io = TokioIo::new(serving.connect().await.0);
    let builder = hyper::client::conn::http2::Builder::new(TokioExecutor::new());
    let (mut sender, connection) = builder.handshake(io).await.unwrap();
    tokio::spawn(connection);
    let response = sender.send_request(request).await.unwrap();
    Answer::read(response.map(Body::new)).await
}

fn url(serving: &Serving, path: &str) -> String {
    format!("http://{}{path}", serving.address)
}

#[tokio::test]
async fn what_is_no_http_is_400() {
    let server = Server::start().await;
    let serving = server.serve().await;
    for bytes in [
        "HELO example.com\r\n\r\n",
        "GET /health HTTP/1.1\r\nBad Header: 1\r\n\r\n",
    ] {
        let mut socket = serving.connect().await;
        socket.say(bytes).await;
        let heard = socket.hear_all().await;
        assert!(heard.starts_with("HTTP/1.1 400 "), "{bytes}: {heard}");
    }
}

#[tokio::test]
async fn a_message_with_two_lengths_is_refused() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let key = &server.key;
    for lengths in [
        "Content-Length: 2\r\nContent-Length: 3\r\n",
        "Content-Length: 2\r\nTransfer-Encoding: chunked, identity\r\n",
    ] {
        let mut socket = serving.connect().await;
        socket
            .say(&format!(
                "POST /api/v1/attestation/verify HTTP/1.1\r\nHost: t\r\nX-Api-Key: {key}\r\n\
                 Content-Type: application/json\r\n{lengths}\r\n{{}}"
            ))
            .await;
        let heard = socket.hear_all().await;
        assert!(heard.starts_with("HTTP/1.1 400 "), "{lengths}: {heard}");
    }
}

#[tokio::test]
async fn http_2_without_a_key_is_the_same_empty_401() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let request = post(&url(&serving, "/api/v1/attestation/init")).empty();
    let answer = over_http_2(&serving, request).await;
    assert_eq!(answer.told(), (401, ""));
    assert_eq!(answer.header("www-authenticate"), "ApiKey");
}

#[tokio::test]
async fn http_2_with_a_body_that_nobody_reads_is_answered() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let request = post(&url(&serving, "/api/v1/attestation/init"))
        .header("x-api-key", &server.key)
        .with(vec![b'x'; 10 * 1024 * 1024]);
    let answer = over_http_2(&serving, request).await;
    assert_eq!(
        (answer.status, answer.header("connection")),
        (200, String::new())
    );
    assert_eq!(answer.json()["statusCode"], 0);
}

#[tokio::test]
async fn http_2_with_a_head_of_more_than_32_kib_is_431() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let request = post(&url(&serving, "/health"))
        .header("x-long", "a".repeat(33 * 1024))
        .empty();
    assert_eq!(over_http_2(&serving, request).await.status, 431);
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let mut socket = serving.connect().await;
    for _ in 0..3 {
        socket.say("GET /health HTTP/1.1\r\nHost: t\r\n\r\n").await;
        let heard = socket.hear_until("{\"status\":\"ok\"}").await;
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
    }
}
