//! The end of the server: nothing in flight is lost, and nobody can hold it up.

use std::time::Duration;

use tokio::net::TcpStream;
use touchstone_http::{Drained, HttpOptions, Limits};

use crate::harness::{Server, Serving, Socket};

/// A request to verify whose body has not come; it is in flight once the server has asked for the body.
async fn in_flight(server: &Server, serving: &Serving, length: usize) -> Socket {
    let mut socket = serving.connect().await;
    let key = &server.key;
    socket
        .say(&format!(
            "POST /api/v1/attestation/verify HTTP/1.1\r\nHost: t\r\nX-Api-Key: {key}\r\n\
             Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
        ))
        .await;
    let heard = socket.hear_until("\r\n\r\n").await;
    assert!(heard.starts_with("HTTP/1.1 100 "), "{heard}");
    socket
}

#[tokio::test]
async fn a_request_in_flight_is_answered_after_the_shutdown_began() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let address = serving.address;
    let mut idle = serving.connect().await;
    idle.say("GET /health HTTP/1.1\r\nHost: t\r\n\r\n").await;
    idle.hear_until("{\"status\":\"ok\"}").await;
    let mut busy = in_flight(&server, &serving, 2).await;

    let ended = serving.end();
    assert_eq!(
        idle.hear_all().await,
        "",
        "an idle connection is closed at once"
    );
    assert!(
        TcpStream::connect(address).await.is_err(),
        "no new connection is taken"
    );
    assert!(server.state.is_draining());
    busy.say("{}").await;
    let heard = busy.hear_all().await;
    assert!(heard.starts_with("HTTP/1.1 400 "), "{heard}");
    assert_eq!(ended.await.unwrap(), Drained::Whole);
}

#[tokio::test]
async fn a_request_that_does_not_end_is_cut_when_the_time_is_over() {
    let limits = Limits {
        drain: Duration::from_millis(50),
        ..Limits::default()
    };
    let server = Server::start_with(HttpOptions {
        limits,
        ..HttpOptions::default()
    })
    .await;
    let serving = server.serve().await;
    let mut busy = in_flight(&server, &serving, 2).await;
    assert_eq!(serving.end().await.unwrap(), Drained::Cut);
    assert_eq!(busy.hear_all().await, "");
}

#[tokio::test]
async fn without_connections_the_end_is_immediate() {
    let server = Server::start().await;
    let serving = server.serve().await;
    assert_eq!(serving.end().await.unwrap(), Drained::Whole);
}
