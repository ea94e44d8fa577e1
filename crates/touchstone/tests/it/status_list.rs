//! The list of revoked Android keys: from a file, by command, and when nobody answers.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Ended, Place, Server};

/// Looks that a test takes at most; each runs the program, so they last far longer than the server needs.
const LOOKS_MAX: usize = 600;

const FILE: &str = "[mobile.android]\nstatus_file = \"status.json\"\n";

fn list(serials: &[&str]) -> String {
    let revoked = json!({"status": "REVOKED"});
    let entries = serials
        .iter()
        .map(|serial| ((*serial).to_owned(), revoked.clone()));
    json!({ "entries": Value::Object(entries.collect()) }).to_string()
}

fn run(place: &Place, server: &Server, verb: &[&str]) -> Ended {
    let way = ["--url", &server.url, "--json"];
    place.run(&[&["mobile", "status-list"], verb, &way].concat())
}

fn show(place: &Place, server: &Server) -> Value {
    let ended = run(place, server, &["show"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    serde_json::from_str(&ended.out).unwrap()
}

#[test]
fn a_source_that_cannot_be_reached_stops_nothing() {
    let place = Place::new();
    let server = place.serve(&[]);
    run(&place, &server, &["show"]).refused(1, "status-list refresh");
    let refused = run(&place, &server, &["refresh"]);
    refused.refused(1, "503");
    for said in [
        "mobile.android.status_url",
        "/attestation/status",
        "load FILE",
    ] {
        refused.refused(1, said);
    }
    assert!(is_said_unusable(&server), "alarms can be set on it");
    assert_eq!(server.stop().code, 0);
}

fn is_said_unusable(server: &Server) -> bool {
    (0..LOOKS_MAX).any(|_| {
        let metrics = server.metrics();
        metrics.contains("touchstone_status_list_usable 0")
    })
}

fn dated(place: &Place, name: &str, content: &str, date: &str) {
    let file = place.write(name, content);
    let touched = Command::new("touch").args(["-d", date]).arg(file).status();
    assert!(touched.unwrap().success());
}

#[test]
fn a_list_that_is_loaded_is_as_old_as_its_file() {
    let place = Place::new();
    let server = place.serve(&[]);
    dated(&place, "old.json", &list(&["ab"]), "2023-11-14T22:13:20Z");
    let loaded = run(&place, &server, &["load", "old.json"]);
    assert_eq!(loaded.code, 0, "{loaded:?}");
    assert!(loaded.err.contains("too old to judge by"), "{loaded:?}");
    let shown = show(&place, &server);
    assert_eq!(shown["fetched_at"], json!("2023-11-14T22:13:20.000Z"));
    assert_eq!(shown["stale"], json!(true));
    place.write("new.json", &list(&["ab"]));
    let loaded = run(&place, &server, &["load", "new.json"]);
    assert_eq!((loaded.code, loaded.err.as_str()), (0, ""));
    assert_eq!(show(&place, &server)["stale"], json!(false));
}

#[test]
fn a_list_is_loaded_from_a_file_and_stays_after_a_restart() {
    let place = Place::new();
    let server = place.serve(&[]);
    place.write("status.json", &list(&["ab", "cd"]));
    let loaded = run(&place, &server, &["load", "status.json"]);
    assert_eq!(loaded.code, 0, "{loaded:?}");
    assert_eq!(show(&place, &server)["entries"], json!(2));
    server.stop();
    let server = place.serve(&[]);
    assert_eq!(show(&place, &server)["entries"], json!(2));
}

#[test]
fn what_is_no_list_is_not_loaded() {
    let place = Place::new();
    let server = place.serve(&[]);
    for (content, said) in [
        ("", "is empty"),
        ("{", "holds no status list"),
        ("{\"entries\":[]}", "holds no status list"),
        ("{\"entries\":{\"xyz\":{}}}", "holds no status list"),
        (
            "{\"entries\":{\"ab\":{\"status\":\"REVOKED\"}},\"entries\":{}}",
            "holds no status list",
        ),
    ] {
        place.write("status.json", content);
        run(&place, &server, &["load", "status.json"]).refused(1, said);
    }
    run(&place, &server, &["load", "missing.json"]).refused(1, "cannot open missing.json");
    run(&place, &server, &["show"]).refused(1, "no status list was ever loaded");
}

#[test]
fn the_configured_file_is_in_force_and_nothing_is_fetched() {
    let place = Place::new();
    place.write("touchstone.toml", FILE);
    place.write("status.json", &list(&["ab"]));
    let server = place.serve(&[]);
    let shown = show(&place, &server);
    assert_eq!(shown["source"], json!("file"));
    assert_eq!(shown["stale"], json!(false));
    let usable = (0..LOOKS_MAX).any(|_| {
        let metrics = server.metrics();
        assert!(!metrics.contains("touchstone_status_list_refreshes_total"));
        metrics.contains("touchstone_status_list_usable 1")
    });
    assert!(usable, "the file is in force from the start");
    run(&place, &server, &["refresh"]).refused(1, "mobile.android.status_file");
}

#[test]
fn a_changed_file_comes_into_force_and_a_broken_one_does_not() {
    let place = Place::new();
    place.write("touchstone.toml", FILE);
    place.write("status.json", &list(&["ab"]));
    let server = place.serve(&[]);
    assert_eq!(show(&place, &server)["entries"], json!(1));
    place.write("status.json", &list(&["ab", "cd"]));
    let changed = (0..LOOKS_MAX).any(|_| show(&place, &server)["entries"] == json!(2));
    assert!(changed, "the other list comes into force");
    place.write("status.json", "{");
    let refused = (0..LOOKS_MAX).any(|_| {
        assert_eq!(show(&place, &server)["entries"], json!(2));
        server
            .metrics()
            .contains("touchstone_status_list_reloads_total{result=\"refused\"}")
    });
    assert!(refused, "the broken file is refused");
}

#[test]
fn a_file_that_nobody_replaces_goes_stale() {
    let place = Place::new();
    place.write("touchstone.toml", FILE);
    dated(
        &place,
        "status.json",
        &list(&["ab"]),
        "2023-11-14T22:13:20Z",
    );
    let server = place.serve(&[]);
    assert_eq!(show(&place, &server)["stale"], json!(true));
    assert!(is_said_unusable(&server), "alarms can be set on it");
    let ended = server.stop();
    let events = ended.err.matches("mobile.status_list.stale").count();
    assert_eq!(events, 1, "{ended:?}");
}
