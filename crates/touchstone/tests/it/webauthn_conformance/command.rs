//! `touchstone webauthn conformance` as people run it: what it prints, and how it ends.

use std::sync::Arc;

use serde_json::Value;
use touchstone_core::SystemClock;

use super::server::{ORIGIN, Server};
use crate::harness;
use crate::support::Engine;

#[tokio::test(flavor = "multi_thread")]
async fn a_right_server_passes_every_case() {
    // The program mints by the real time.
    let server = Server::start(Engine::Sqlite, &Arc::new(SystemClock)).await;
    let url = format!("http://{}", server.node.address);
    let ended = tokio::task::spawn_blocking(move || {
        let suite = [
            "webauthn",
            "conformance",
            &url,
            "--json",
            "--origin",
            ORIGIN,
        ];
        harness::Place::new().run(&suite)
    });
    let ended = ended.await.unwrap();
    let outcomes: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let failed: Vec<&Value> = outcomes
        .iter()
        .filter(|outcome| outcome["passed"] != Value::Bool(true))
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(outcomes.len() > 150, "{}", outcomes.len());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    server.node.stop().await;
}

#[test]
fn a_server_without_the_relying_party_fails_and_is_told_what_it_lacks() {
    let place = harness::Place::new();
    let server = place.serve(&[]);
    let ended = place.run(&["webauthn", "conformance", &server.url]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains("FAIL  A/P-1"), "{}", ended.out);
    assert!(!ended.out.contains("pass "), "{}", ended.out);
    for said in [
        "--metadata-out DIR",
        "--serve-metadata",
        "profile `conformance`",
    ] {
        assert!(ended.err.contains(said), "{said}: {}", ended.err);
    }
}

#[test]
fn an_address_where_nobody_is_fails() {
    let place = harness::Place::new();
    let ended = place.run(&["webauthn", "conformance", "http://127.0.0.1:1"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains("cannot be reached"), "{}", ended.out);
}

#[test]
fn what_a_server_must_know_is_written_and_served_until_it_is_stopped() {
    let place = harness::Place::new();
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}");
    let suite = ["webauthn", "conformance", "http://127.0.0.1:1", "--json"];
    let out = [
        "--metadata-out=known",
        "--serve-metadata",
        "--metadata-url",
        &url,
    ];
    let serving = harness::Server::start(place.command(&[&suite[..], &out].concat()));
    assert_eq!(serving.ready["served_at"], Value::from(url.as_str()));
    let settings = place.read("known/touchstone.toml");
    assert!(settings.contains(&format!("{url}/good.jwt")), "{settings}");
    let served = fetch(port, "/good.jwt");
    assert!(served.ends_with(&place.read("known/mds/good.jwt")));
    let ended = serving.stop();
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn it_is_served_on_this_machine_only() {
    let suite = ["webauthn", "conformance", "http://127.0.0.1:1"];
    let out = ["--metadata-out=known", "--serve-metadata"];
    let elsewhere = ["--metadata-url=https://mds.example"];
    let ended = harness::Place::new().run(&[&suite[..], &out, &elsewhere].concat());
    ended.refused(1, "must be http://127.0.0.1:PORT");
    harness::Place::new()
        .run(&[&suite[..], &["--serve-metadata"]].concat())
        .refused(2, "--metadata-out");
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn fetch(port: u16, path: &str) -> String {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
