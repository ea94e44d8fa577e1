//! The Google on loopback: it opens standard tokens, once, and can be told to fail.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::harness::{Place, Server};

#[tokio::test]
async fn a_standard_token_is_opened_by_google_and_the_call_is_told() {
    let mut stage = Stage::new("play");
    let tenant = stage.tenant("acme", &[]);
    let judged = tenant.believes(&stage.token(&["--type=standard"])).await;
    assert_eq!(judged["googleTokenDetails"]["tokenType"], json!("standard"));
    let google = stage.google.as_mut().unwrap();
    let mut asked = Vec::new();
    // The status list is asked for too, in the background.
    while !asked.contains(&json!("/v1/com.example.app:decodeIntegrityToken")) {
        asked.push(google.event("asked")["path"].clone());
    }
    assert!(asked.contains(&json!("/token")), "{asked:?}");
}

#[tokio::test]
async fn a_classic_token_is_opened_without_google() {
    let mut stage = Stage::new("play");
    let tenant = stage.tenant("acme", &[]);
    drop(stage.google.take());
    tenant.believes(&stage.token(&[])).await;
    let (status, judged) = tenant.verify(&stage.token(&["--type=standard"])).await;
    assert_eq!(
        (status, &judged["reason"]),
        (503, &json!("upstream_unavailable"))
    );
}

fn google(place: &Place, answer: &str) -> Server {
    let google = ["simulate", "mobile", "google", "--port=0", "--json"];
    Server::start(place.command(&[&google[..], &["--answer", answer]].concat()))
}

/// What an HTTP client gets of it.
fn status_of(google: &Server, setting: &str) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let url = google.ready["environment"][setting].as_str().unwrap();
    let (host, path) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1)?;
    Some(status.to_owned())
}

#[test]
fn it_fails_as_it_is_told() {
    let place = Place::new();
    let list = "TOUCHSTONE__MOBILE__ANDROID__STATUS_URL";
    let asked = |answer: &str| status_of(&google(&place, answer), list);
    assert_eq!(asked("status-list=503").as_deref(), Some("503"));
    assert_eq!(asked("status-list=close"), None);
    assert_eq!(asked("decode=429").as_deref(), Some("200"));
}

#[test]
fn an_answer_that_it_does_not_know_is_refused() {
    let place = Place::new();
    for answer in [
        "decode",
        "decode=200",
        "decode=x",
        "play=429",
        "=429",
        "decode=70000",
    ] {
        let google = [
            "simulate", "mobile", "google", "--port=0", "--answer", answer,
        ];
        place
            .run(&google)
            .refused(2, "must be token, decode or status-list");
    }
}

#[test]
fn it_ends_when_it_is_told() {
    let place = Place::new();
    let ended = google(&place, "decode=429").stop();
    assert_eq!(ended.code, 0, "{ended:?}");
    let told: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(told.is_empty(), "{told:?}");
}
