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
    run(&place, &server, &["refresh"]).refused(1, "503");
    assert_eq!(server.stop().code, 0);
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
    let file = place.write("status.json", &list(&["ab"]));
    let old = Command::new("touch")
        .args(["-d", "2023-11-14T22:13:20Z"])
        .arg(file)
        .status();
    assert!(old.unwrap().success());
    let server = place.serve(&[]);
    assert_eq!(show(&place, &server)["stale"], json!(true));
}
