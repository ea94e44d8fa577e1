//! The smallest client that can speak to the program: one connection, one request, one JSON answer.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// `X-Touchstone-Reason`.
    pub reason: Option<String>,
    pub body: Value,
}

/// Posts JSON to `address` as a page of `origin` does.
pub fn post(address: &str, origin: &str, path: &str, body: &Value) -> Answer {
    let body = body.to_string();
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: {origin}\r\nAccept: application/json\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    read(&answer)
}

fn read(answer: &str) -> Answer {
    let (head, body) = answer.split_once("\r\n\r\n").expect(answer);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let header = |wanted: &str| {
        let mut named = head.lines().filter_map(|line| line.split_once(": "));
        let found = named.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.to_owned())
    };
    let length = header("content-length").expect("an answer that tells its length");
    assert_eq!(length, body.len().to_string(), "{answer}");
    Answer {
        status: status.and_then(|code| code.parse().ok()).expect(head),
        reason: header("x-touchstone-reason"),
        body: serde_json::from_str(body).unwrap(),
    }
}
