//! A running server and a Google on loopback: the status list in the background, and the doctor's question about service accounts.

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use touchstone_simulator::google::{Behaviour, Route, ScriptedGoogle, ServiceAccount};

use crate::harness::{Ended, Place, Server};

const NOW: &str = "2026-04-29T14:50:00Z";
const NOW_MS: i64 = 1_777_474_200_000;
const ACCOUNT: &str = "verifier@example.iam.gserviceaccount.com";

/// Looks that a test takes at most; each runs the program, so they last far longer than the server needs.
const LOOKS_MAX: usize = 600;

/// A Google that answers rightly until a script says otherwise.
struct Google {
    scripted: ScriptedGoogle,
    runtime: Runtime,
}

impl Google {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let scripted = runtime.block_on(ScriptedGoogle::start(|| NOW_MS));
        let scripted = scripted.unwrap();
        scripted.set_status_list(r#"{"entries":{"ab":{"status":"REVOKED"}}}"#);
        Self { scripted, runtime }
    }

    fn was_asked_for_the_list(&self, times: usize) {
        let asked = self.scripted.wait_for_calls(Route::StatusList, times);
        self.runtime.block_on(asked);
    }

    fn serve(&self, place: &Place) -> Server {
        let mut command = place.command(&["serve", "--json", "--test-clock", NOW]);
        command
            .env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0")
            .env(
                "TOUCHSTONE__MOBILE__ANDROID__STATUS_URL",
                self.scripted.status_url(),
            )
            .env(
                "TOUCHSTONE__MOBILE__GOOGLE__DECODE_URL",
                self.scripted.base_url(),
            )
            .env(
                "TOUCHSTONE__MOBILE__GOOGLE__TOKEN_URL",
                self.scripted.token_url(),
            );
        Server::start(command)
    }
}

fn status_list(place: &Place, server: &Server, verb: &str) -> Ended {
    place.run(&[
        "mobile",
        "status-list",
        verb,
        "--url",
        &server.url,
        "--json",
    ])
}

fn entries(ended: &Ended) -> Value {
    let list: Value = serde_json::from_str(&ended.out).unwrap_or_default();
    list["entries"].clone()
}

#[test]
fn the_list_is_fetched_at_start_without_anybody_asking() {
    let (google, place) = (Google::new(), Place::new());
    let server = google.serve(&place);
    let came = (0..LOOKS_MAX).any(|_| entries(&status_list(&place, &server, "show")) == json!(1));
    assert!(came, "the list comes into force");
    assert_eq!(google.scripted.calls(Route::StatusList), 1);
}

#[test]
fn a_source_that_failed_is_asked_again_by_command() {
    let (google, place) = (Google::new(), Place::new());
    let failure = Behaviour::Status(500, String::new());
    google.scripted.always(Route::StatusList, failure);
    let server = google.serve(&place);
    google.was_asked_for_the_list(1);
    status_list(&place, &server, "refresh").refused(1, "503");
    google.scripted.always(Route::StatusList, Behaviour::Ok);
    let refreshed = status_list(&place, &server, "refresh");
    assert_eq!(entries(&refreshed), json!(1), "{refreshed:?}");
}

#[test]
fn a_list_that_cannot_be_read_leaves_the_old_one_in_force() {
    let (google, place) = (Google::new(), Place::new());
    let server = google.serve(&place);
    assert_eq!(entries(&status_list(&place, &server, "refresh")), json!(1));
    google.scripted.set_status_list(r#"{"entries":{"xyz":{}}}"#);
    let refused = status_list(&place, &server, "refresh");
    refused.refused(1, "status_list_malformed");
    assert_eq!(entries(&status_list(&place, &server, "show")), json!(1));
}

#[test]
fn a_source_that_hangs_delays_neither_start_nor_stop() {
    let (google, place) = (Google::new(), Place::new());
    google.scripted.always(Route::StatusList, Behaviour::Hang);
    let server = google.serve(&place);
    google.was_asked_for_the_list(1);
    status_list(&place, &server, "show").refused(1, "404");
    assert_eq!(server.stop().code, 0);
}

fn findings(place: &Place, server: &Server) -> String {
    let ended = place.run(&["doctor", "--tenant=acme", "--url", &server.url]);
    ended.out
}

#[test]
fn the_doctor_asks_google_whether_it_accepts_the_account() {
    let (google, place) = (Google::new(), Place::new());
    let account = ServiceAccount::new(ACCOUNT);
    let server = google.serve(&place);
    let way = ["--url", &server.url];
    place.json(&[&["tenant", "create", "acme"][..], &way].concat());
    let way = ["--tenant=acme", "--url", &server.url];
    let add = [
        "mobile",
        "app",
        "add-android",
        "--package=com.example.app",
        "--signer-sha256=a671f34c7d9fb0160577ff1e154bf32e6a548a4df9d33b92293a02c06609d8a4",
        "--service=gms",
    ];
    let app = place.json(&[&add[..], &way].concat());
    let id = app["id"].as_str().unwrap();
    // The file names Google's own address; where tokens are fetched is the operator's setting.
    let mut file: Value = serde_json::from_str(&account.json()).unwrap();
    file["token_uri"] = json!("https://oauth2.googleapis.com/token");
    place.write("account.json", &file.to_string());
    let set = ["mobile", "service-account", "set", id, "account.json"];
    place.json(&[&set[..], &way].concat());
    let told = findings(&place, &server);
    assert!(
        told.contains("Google does not accept the service account"),
        "{told}"
    );
    google.scripted.add_account(&account);
    let told = findings(&place, &server);
    assert!(told.contains("ok       app com.example.app"), "{told}");
    assert!(
        told.contains("Google accepts the service account"),
        "{told}"
    );
    google
        .scripted
        .always(Route::Token, Behaviour::Status(503, String::new()));
    let told = findings(&place, &server);
    assert!(
        told.contains("accepts the service account is unknown"),
        "{told}"
    );
}
