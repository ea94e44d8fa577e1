//! Bodies that nobody reads (spec mobile.md 2.1; section 9, row 10): the client can always read its answer.

use std::process::Stdio;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::harness::{Server, Serving};

const TEN_MIB: usize = 10 * 1024 * 1024;

fn init_head(key: &str, rest: &str) -> String {
    format!("POST /api/v1/attestation/init HTTP/1.1\r\nHost: t\r\nX-Api-Key: {key}\r\n{rest}\r\n")
}

/// Sends the head and then the whole body before it reads anything.
async fn sent_whole(serving: &Serving, head: &str, body: usize) -> String {
    let mut socket = serving.connect().await;
    socket.say(head).await;
    socket
        .0
        .write_all(&vec![b'x'; body])
        .await
        .expect("the whole body can be sent");
    socket.hear_all().await
}

#[tokio::test]
async fn row_10_a_client_that_sends_10_mib_first_reads_its_200_and_the_connection_ends() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let head = init_head(&server.key, &format!("Content-Length: {TEN_MIB}\r\n"));
    let heard = sent_whole(&serving, &head, TEN_MIB).await;
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
    assert!(heard.contains("connection: close\r\n") && heard.ends_with("\"statusCode\":0}"));
}

#[tokio::test]
async fn refusals_of_large_bodies_can_be_read_too() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let key = &server.key;
    for (line, headers, status) in [
        ("POST /api/v1/attestation/init", String::new(), "401"),
        (
            "POST /api/v1/attestation/init",
            "X-Api-Key: nobody\r\n".to_owned(),
            "403",
        ),
        ("POST /api/nowhere", format!("X-Api-Key: {key}\r\n"), "404"),
        (
            "PUT /api/v1/attestation/init",
            format!("X-Api-Key: {key}\r\n"),
            "405",
        ),
        (
            "POST /api/v1/attestation/verify",
            format!("X-Api-Key: {key}\r\n"),
            "415",
        ),
        (
            "POST /api/v1/attestation/verify",
            format!("X-Api-Key: {key}\r\nContent-Type: application/json\r\n"),
            "413",
        ),
        ("POST /nowhere", String::new(), "404"),
    ] {
        let length = TEN_MIB;
        let head =
            format!("{line} HTTP/1.1\r\nHost: t\r\n{headers}Content-Length: {length}\r\n\r\n");
        let heard = sent_whole(&serving, &head, length).await;
        assert!(
            heard.starts_with(&format!("HTTP/1.1 {status} ")),
            "{line} {headers}: {heard}"
        );
    }
}

#[tokio::test]
async fn a_chunked_body_without_end_is_answered_and_the_connection_ends() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let mut socket = serving.connect().await;
    socket
        .say(&init_head(&server.key, "Transfer-Encoding: chunked\r\n"))
        .await;
    let heard = socket.hear_until("\"statusCode\":0}").await;
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
    let chunk = format!("{:x}\r\n{}\r\n", 16 * 1024, "x".repeat(16 * 1024));
    for _ in 0..8 {
        socket.say(&chunk).await;
    }
    assert_eq!(socket.hear_all().await, "");
}

#[tokio::test]
async fn a_small_unread_body_leaves_the_connection_usable_also_when_it_comes_late() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let mut socket = serving.connect().await;
    for _ in 0..3 {
        socket
            .say(&init_head(&server.key, "Content-Length: 40000\r\n"))
            .await;
        let heard = socket.hear_until("\"statusCode\":0}").await;
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
        assert!(!heard.contains("connection: close"));
        socket.say(&"x".repeat(40_000)).await;
    }
}

#[tokio::test]
async fn a_client_that_expects_100_is_answered_at_once_and_need_not_send() {
    let server = Server::start().await;
    let serving = server.serve().await;
    let mut socket = serving.connect().await;
    let rest = "Expect: 100-continue\r\nContent-Length: 100\r\n";
    socket.say(&init_head(&server.key, rest)).await;
    let heard = socket.hear_until("\"statusCode\":0}").await;
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
    assert!(heard.contains("connection: close\r\n"));
}

#[tokio::test]
async fn curl_reads_its_200_after_sending_10_mib() {
    let server = Server::start().await;
    let serving = server.serve().await;
    for extra in ["Expect:", "Transfer-Encoding: chunked"] {
        let mut curl = tokio::process::Command::new("curl")
            .args([
                "-sS",
                "--max-time",
                "20",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
            ])
            .args(["-H", &format!("X-Api-Key: {}", server.key), "-H", extra])
            .args([
                "--data-binary",
                "@-",
                "-H",
                "Content-Type: application/octet-stream",
            ])
            .arg(format!(
                "http://{}/api/v1/attestation/init",
                serving.address
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("curl is installed");
        let mut stdin = curl.stdin.take().unwrap();
        // Curl may stop reading once it has its answer.
        let _ = stdin.write_all(&vec![b'x'; TEN_MIB]).await;
        drop(stdin);
        let mut code = String::new();
        curl.stdout
            .take()
            .unwrap()
            .read_to_string(&mut code)
            .await
            .unwrap();
        assert_eq!(code, "200", "{extra}");
    }
}
