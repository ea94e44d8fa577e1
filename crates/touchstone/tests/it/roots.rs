//! Files of trust anchors: what they hold comes into force while the server runs, and what cannot be used does not.

use serde_json::Value;

use crate::harness::{Place, Server};

/// Looks that a test takes at most; each runs the program, so they last far longer than the server needs.
const LOOKS_MAX: usize = 600;

fn root(place: &Place, phone: &str) -> String {
    let arguments = [
        "simulate",
        "mobile",
        "apple",
        "--state",
        phone,
        "--root",
        "app-attest",
    ];
    place.run(&arguments).out
}

fn serve(place: &Place) -> Server {
    place.write(
        "touchstone.toml",
        "[mobile.apple]\nroots_file = \"roots.pem\"\n",
    );
    place.serve(&[])
}

fn anchor(place: &Place, server: &Server) -> Value {
    let anchors = place.json(&["mobile", "anchors", "show", "--url", &server.url]);
    anchors["items"][0]["spki_sha256"].clone()
}

fn becomes_other_than(place: &Place, server: &Server, before: &Value) -> Value {
    (0..LOOKS_MAX)
        .map(|_| anchor(place, server))
        .find(|anchor| anchor != before)
        .expect("other anchors come into force")
}

fn has_refused_a_file(server: &Server) -> bool {
    let metrics = server.metrics();
    metrics.contains("touchstone_roots_reloads_total{result=\"refused\"}")
}

#[test]
fn a_hangup_reads_files_anew_and_never_ends_a_server() {
    let place = Place::new();
    let server = place.serve(&[]);
    server.signal("-HUP");
    assert!(
        anchor(&place, &server).is_string(),
        "it serves without a file"
    );
    assert_eq!(server.stop().code, 0);
    place.write("roots.pem", &root(&place, "one.json"));
    let server = serve(&place);
    server.signal("-HUP");
    let read = (0..LOOKS_MAX).any(|_| {
        let metrics = server.metrics();
        metrics.contains("touchstone_roots_reloads_total{result=\"done\"}")
    });
    assert!(read, "the same file is read anew when asked");
    assert_eq!(server.stop().code, 0);
}

#[test]
fn a_changed_file_of_roots_comes_into_force_and_a_broken_one_does_not() {
    let place = Place::new();
    place.write("roots.pem", &root(&place, "one.json"));
    let server = serve(&place);
    let first = anchor(&place, &server);
    place.write("roots.pem", &root(&place, "two.json"));
    let second = becomes_other_than(&place, &server, &first);
    place.write("roots.pem", "-----BEGIN CERTIFICATE-----\n");
    // Every look at the anchors takes a while; the server takes its own every two seconds.
    let looked = (0..LOOKS_MAX).any(|_| {
        assert_eq!(anchor(&place, &server), second);
        has_refused_a_file(&server)
    });
    assert!(looked, "the broken file is refused");
    assert_eq!(anchor(&place, &server), second);
    place.write("roots.pem", &root(&place, "one.json"));
    assert_eq!(becomes_other_than(&place, &server, &second), first);
}
