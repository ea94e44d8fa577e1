//! An empty folder becomes a server, and nothing secret is printed.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::harness::Place;

fn mode(place: &Place, name: &str) -> u32 {
    std::fs::metadata(place.file(name))
        .unwrap()
        .permissions()
        .mode()
        & 0o777
}

#[test]
fn the_first_start_makes_database_master_key_and_admin_key() {
    let place = Place::new();
    let server = place.serve(&[]);
    assert_eq!(
        server.ready["first_admin_key_file"],
        json!("touchstone.admin-key")
    );
    assert!(place.file("touchstone.db").exists());
    assert_eq!(mode(&place, "touchstone.master-key"), 0o600);
    assert_eq!(mode(&place, "touchstone.admin-key"), 0o600);
    assert!(place.read("touchstone.admin-key").starts_with("tsadm_"));
}

#[test]
fn no_secret_is_printed_or_logged() {
    let place = Place::new();
    let mut command = place.command(&["serve", "--json"]);
    command
        .env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0")
        .env("TOUCHSTONE__LOG__LEVEL", "trace");
    let server = crate::harness::Server::start(command);
    place.json(&["tenant", "create", "acme", "--url", &server.url]);
    let ready = server.ready.to_string();
    let ended = server.stop();
    for secret in ["touchstone.admin-key", "touchstone.master-key"] {
        let secret = place.read(secret);
        let secret = secret.trim();
        for said in [&ready, &ended.out, &ended.err] {
            assert!(!said.contains(secret), "a secret was printed");
        }
    }
}

#[test]
fn people_are_told_in_six_lines_what_to_do_next() {
    let place = Place::new();
    let mut command = place.command(&["serve"]);
    command
        .env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0")
        .stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    for _ in 0..6 {
        let mut line = String::new();
        std::io::BufRead::read_line(&mut out, &mut line).unwrap();
        lines.push(line);
    }
    let stopped = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(stopped.unwrap().success());
    assert!(child.wait().unwrap().success(), "SIGINT ends it well");
    assert!(
        lines[0].starts_with("touchstone listens at http://127.0.0.1:"),
        "{lines:?}"
    );
    assert!(lines[1].contains("touchstone tenant create"), "{lines:?}");
    for kind in ["add-apple", "add-android"] {
        assert!(lines[2].contains(kind), "{lines:?}");
    }
    assert!(lines[3].contains("key create"), "{lines:?}");
    assert!(lines[4].contains("/api/v1/attestation/init"), "{lines:?}");
    for word in ["webauthn rp add", "--origin http://localhost:", "/passkeys"] {
        assert!(lines[5].contains(word), "{lines:?}");
    }
}

#[test]
fn a_second_start_keeps_everything_and_makes_no_further_key() {
    let place = Place::new();
    let server = place.serve(&[]);
    place.json(&["tenant", "create", "acme", "--url", &server.url]);
    assert_eq!(server.stop().code, 0);
    let before = (
        place.read("touchstone.master-key"),
        place.read("touchstone.admin-key"),
    );
    let server = place.serve(&[]);
    assert_eq!(server.ready["first_admin_key_file"], json!(null));
    let shown = place.json(&["tenant", "show", "acme", "--url", &server.url]);
    assert_eq!(shown["name"], json!("acme"));
    assert_eq!(
        before,
        (
            place.read("touchstone.master-key"),
            place.read("touchstone.admin-key")
        )
    );
}

#[test]
fn health_readiness_and_metrics_answer() {
    let place = Place::new();
    let server = place.serve(&[]);
    for path in ["/health", "/ready", "/metrics"] {
        let (status, _, body) = http_get(&server.url, path);
        assert_eq!(status, 200, "{path}: {body}");
    }
}

#[test]
fn a_test_clock_stands_still_and_is_marked() {
    let place = Place::new();
    let server = place.serve(&["--test-clock", "2021-01-23T12:13:36Z"]);
    let (_, headers, _) = http_get(&server.url, "/health");
    assert!(
        headers.contains("x-touchstone-test-clock: 2021-01-23t12:13:36.000z"),
        "{headers}"
    );
    let tenant = place.json(&["tenant", "create", "acme", "--url", &server.url]);
    assert_eq!(tenant["created_at"], json!("2021-01-23T12:13:36.000Z"));
    assert!(server.stop().err.contains("TEST CLOCK"));
}

#[test]
fn with_an_admin_listener_the_first_one_has_no_admin_api() {
    let place = Place::new();
    let mut command = place.command(&["serve", "--json"]);
    command
        .env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0")
        .env("TOUCHSTONE__SERVER__ADMIN_LISTEN", "127.0.0.1:0");
    let server = crate::harness::Server::start(command);
    let admin = format!("http://{}", server.ready["admin_address"].as_str().unwrap());
    assert_eq!(http_get(&server.url, "/admin/v1/tenants").0, 404);
    assert_eq!(http_get(&server.url, "/metrics").0, 404);
    assert_eq!(http_get(&server.url, "/health").0, 200);
    assert_eq!(http_get(&admin, "/admin/v1/tenants").0, 401);
    assert_eq!(http_get(&admin, "/metrics").0, 200);
    assert_eq!(http_get(&admin, "/api/v1/attestation/init").0, 404);
}

/// Status, headers in lower case, body.
fn http_get(url: &str, path: &str) -> (u16, String, String) {
    use std::io::{Read as _, Write as _};
    let address = url.strip_prefix("http://").unwrap();
    let mut connection = std::net::TcpStream::connect(address).unwrap();
    write!(
        connection,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), body.to_owned())
}
