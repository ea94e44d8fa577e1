//! The commands that speak the admin API: against a server, and straight at the store.

use serde_json::{Value, json};

use crate::harness::{Ended, Place, Server};

const KEY: &str = "xma_imported-key-0123456789";

/// Every command reaches the same API, whichever way.
struct Road<'a> {
    place: &'a Place,
    way: Vec<String>,
}

impl Road<'_> {
    fn json(&self, arguments: &[&str]) -> Value {
        self.place.json(&self.all(arguments))
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.place.run(&self.all(arguments))
    }

    fn all<'b>(&'b self, arguments: &[&'b str]) -> Vec<&'b str> {
        arguments
            .iter()
            .copied()
            .chain(self.way.iter().map(String::as_str))
            .collect()
    }
}

fn remote<'a>(place: &'a Place, server: &Server) -> Road<'a> {
    Road {
        place,
        way: vec!["--url".to_owned(), server.url.clone()],
    }
}

fn local(place: &Place) -> Road<'_> {
    Road {
        place,
        way: vec!["--local".to_owned()],
    }
}

fn walk(road: &Road<'_>) {
    rename_a_tenant(road);
    let app = manage_an_app(road);
    change_settings(road);
    read_the_rest(road, &app);
}

fn rename_a_tenant(road: &Road<'_>) {
    let tenant = road.json(&["tenant", "create", "acme"]);
    assert_eq!(tenant["name"], json!("acme"));
    let rename = ["--rename", "acme-2", "--enabled", "false"];
    let renamed = road.json(&[&["tenant", "update", "acme"], &rename[..]].concat());
    assert_eq!(renamed["id"], tenant["id"]);
    assert_eq!(renamed["enabled"], json!(false));
    road.json(&["tenant", "update", "acme-2", "--enabled", "true"]);
}

/// Its identifier.
fn manage_an_app(road: &Road<'_>) -> String {
    let add = [
        "mobile",
        "app",
        "add-apple",
        "--tenant",
        "acme-2",
        "--app-id",
        "TESTTEAM01.a",
    ];
    let both = [
        "--environment",
        "production",
        "--environment",
        "development",
    ];
    let profile = ["--client-data-profile", "raw"];
    let app = road.json(&[&add[..], &both, &profile].concat());
    assert_eq!(app["environments"], json!(["production", "development"]));
    let id = app["id"].as_str().unwrap();
    let update = ["mobile", "app", "update", id, "--tenant", "acme-2"];
    let changed = road.json(&[&update[..], &["--enabled", "false"]].concat());
    assert_eq!(changed["enabled"], json!(false));
    assert_eq!(changed["client_data_profile"], json!("raw"));
    id.to_owned()
}

fn change_settings(road: &Road<'_>) {
    let set = ["mobile", "settings", "set", "--tenant", "acme-2"];
    let settings = road.json(&[&set[..], &["session_ttl_s=600", "explain=reason"]].concat());
    assert_eq!(settings["session_ttl_s"], json!(600));
    assert_eq!(settings["explain"], json!("reason"));
    let get = ["mobile", "settings", "get", "--tenant", "acme-2"];
    assert_eq!(road.json(&get), settings);
}

fn read_the_rest(road: &Road<'_>, app: &str) {
    let anchors = road.json(&["mobile", "anchors", "show"]);
    assert_eq!(anchors["items"].as_array().unwrap().len(), 4);
    let keys = road.json(&["mobile", "session-key", "list"]);
    assert_eq!(keys["items"].as_array().unwrap().len(), 1);
    road.json(&["mobile", "app", "remove", app, "--tenant", "acme-2"]);
    let audit = road.json(&["audit", "list", "--action", "mobile.apple_app.remove"]);
    assert_eq!(audit["items"][0]["object"], json!(app));
    let verdicts = road.json(&["verdict", "list", "--outcome", "valid"]);
    assert_eq!(verdicts["items"], json!([]));
}

#[test]
fn objects_are_managed_through_a_server() {
    let place = Place::new();
    let server = place.serve(&[]);
    walk(&remote(&place, &server));
}

#[test]
fn objects_are_managed_without_a_server() {
    walk(&local(&Place::new()));
}

#[test]
fn a_key_is_issued_rotated_and_revoked() {
    let place = Place::new();
    let server = place.serve(&[]);
    let road = remote(&place, &server);
    road.json(&["tenant", "create", "acme"]);
    let issued = road.json(&[
        "key", "create", "--tenant", "acme", "--kind", "mobile", "--label", "a",
    ]);
    let (id, key) = (
        issued["id"].as_str().unwrap(),
        issued["key"].as_str().unwrap(),
    );
    assert!(key.starts_with("xma_"));
    let shown = road.run(&["key", "show", id]);
    assert!(!shown.out.contains(key));
    let rotated = road.json(&["key", "rotate", id, "--grace-seconds", "60"]);
    assert_ne!(rotated["key"], issued["key"]);
    assert_ne!(road.json(&["key", "show", id])["expires_at"], json!(null));
    let revoked = road.json(&["key", "revoke", id, "--reason", "leaked"]);
    assert_eq!(revoked["revoked_reason"], json!("leaked"));
    let list = road.json(&["key", "list", "--kind", "mobile"]);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[test]
fn a_new_key_can_go_into_a_file_without_being_shown() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let road = local(&place);
    road.json(&["tenant", "create", "acme"]);
    let create = [
        "key",
        "create",
        "--tenant",
        "acme",
        "--kind",
        "mobile",
        "--label",
        "a",
        "--out",
        "backend.key",
    ];
    let ended = road.run(&create);
    assert_eq!(ended.code, 0, "{ended:?}");
    let key = place.read("backend.key");
    assert!(key.starts_with("xma_"));
    assert!(!ended.out.contains(key.trim()) && !ended.err.contains(key.trim()));
    let mode = std::fs::metadata(place.file("backend.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    road.run(&create).refused(1, "backend.key exists");
    let keys = road.json(&["key", "list", "--kind", "mobile"]);
    assert_eq!(
        keys["items"].as_array().unwrap().len(),
        1,
        "none was made for nothing"
    );
}

#[test]
fn a_key_is_imported_from_a_file_and_never_from_an_argument() {
    let place = Place::new();
    let road = local(&place);
    road.json(&["tenant", "create", "acme"]);
    place.write("key", &format!("{KEY}\n"));
    let import = [
        "key", "import", "--tenant", "acme", "--kind", "mobile", "--label", "old",
    ];
    let ended = road.run(&[&import[..], &["--key-file", "key"]].concat());
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains(KEY));
    road.run(&[&import[..], &["--key", KEY]].concat())
        .refused(2, "unexpected argument");
    place.write("bad", "short");
    road.run(&[&import[..], &["--key-file", "bad"]].concat())
        .refused(1, "key: must be xma_");
}

#[test]
fn a_refusal_names_what_is_wrong_and_what_would_be_right() {
    let place = Place::new();
    let server = place.serve(&[]);
    let road = remote(&place, &server);
    road.run(&["tenant", "create", "Acme!"])
        .refused(1, "name: must be 1 to 63");
    road.json(&["tenant", "create", "acme"]);
    road.run(&["tenant", "create", "acme"])
        .refused(1, "already_exists");
    let set = |pair: &str| road.run(&["mobile", "settings", "set", pair, "--tenant", "acme"]);
    set("sesion_ttl_s=600").refused(1, "session_ttl_s");
    set("session_ttl_s=31").refused(1, "must be 30 to 90000 in steps of 30");
    set("session_ttl_s").refused(1, "is not of the form name=value");
    road.run(&["mobile", "settings", "get"])
        .refused(1, "--tenant NAME");
    road.run(&["tenant", "show", "nobody"])
        .refused(1, "404 not_found");
    road.run(&["tenant", "show", ".."])
        .refused(1, "404 not_found");
    let scope = [
        "key",
        "create",
        "--kind",
        "admin",
        "--label",
        "a",
        "--scope",
        "mobile:raed",
    ];
    road.run(&scope).refused(1, "did you mean mobile:read?");
}

#[test]
fn without_a_key_it_says_where_one_can_come_from() {
    let place = Place::new();
    let server = place.serve(&[]);
    let elsewhere = Place::new();
    let list = ["tenant", "list", "--url", &server.url];
    elsewhere.run(&list).refused(1, "no admin key");
    elsewhere.write("wrong", "tsadm_wrong");
    let wrong = [&list[..], &["--token-file", "wrong"]].concat();
    elsewhere.run(&wrong).refused(1, "401 unauthenticated");
    let mut with_variable = elsewhere.command(&list);
    with_variable.env(
        "TOUCHSTONE_TOKEN",
        place.read("touchstone.admin-key").trim(),
    );
    assert_eq!(Ended::of(with_variable.output().unwrap()).code, 0);
}

#[test]
fn a_key_is_never_sent_over_plain_http_to_another_machine() {
    let place = Place::new();
    place.write("key", "tsadm_secret");
    let list = [
        "tenant",
        "list",
        "--url",
        "http://192.0.2.1:8080",
        "--token-file",
        "key",
    ];
    place.run(&list).refused(1, "use https");
}

#[test]
fn a_server_that_is_not_there_is_told_with_its_address() {
    let place = Place::new();
    place.write("key", "tsadm_secret");
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{free}");
    let ended = place.run(&["tenant", "list", "--url", &url, "--token-file", "key"]);
    ended.refused(1, &format!("cannot connect to {url}"));
    assert!(!ended.err.contains("tsadm_secret"));
}

#[test]
fn the_master_key_is_changed_and_the_old_one_can_go() {
    let place = Place::new();
    assert_eq!(place.serve(&[]).stop().code, 0);
    let old = place.read("touchstone.master-key");
    let new = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let rotate = |previous: &str| {
        let mut command = place.command(&["master-key", "rotate", "--local", "--json"]);
        command.env("TOUCHSTONE__SECRETS__MASTER_KEY", new);
        command.env("TOUCHSTONE__SECRETS__PREVIOUS_MASTER_KEYS", previous.trim());
        Ended::of(command.output().unwrap())
    };
    rotate("").refused(1, "not the one this store was made with");
    let rotated = rotate(&old);
    assert_eq!(rotated.code, 0, "{rotated:?}");
    let again: Value = serde_json::from_str(&rotate("").out).unwrap();
    assert_eq!(again["sealed"], json!(0));
    place
        .run(&["tenant", "list", "--local"])
        .refused(1, "not the one this store was made with");
}

#[test]
fn the_master_key_is_changed_while_the_server_runs() {
    let place = Place::new();
    assert_eq!(place.serve(&[]).stop().code, 0);
    let old = place.read("touchstone.master-key");
    let new = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let old = old.trim();
    let config = format!("[secrets]\nmaster_key = \"{new}\"\nprevious_master_keys = [\"{old}\"]\n");
    place.write("touchstone.toml", &config);
    let server = place.serve(&[]);
    let road = remote(&place, &server);
    // The session master key of phone apps, and the key of passkeys.
    assert_eq!(road.json(&["master-key", "rotate"])["sealed"], json!(2));
    assert_eq!(road.json(&["master-key", "rotate"])["sealed"], json!(0));
    let audit = road.json(&["audit", "list"]);
    assert_eq!(
        audit["items"][0]["action"],
        json!("master_key.rotate"),
        "{audit}"
    );
}

#[test]
fn the_doctor_says_what_is_missing_and_what_to_do() {
    let place = Place::new();
    let server = place.serve(&[]);
    let road = remote(&place, &server);
    let ended = road.run(&["doctor"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(
        ended.out.contains("touchstone tenant create NAME"),
        "{ended:?}"
    );
    road.json(&["tenant", "create", "acme"]);
    assert!(
        road.run(&["doctor"])
            .out
            .contains("mobile app add-apple --tenant acme")
    );
    road.json(&[
        "mobile",
        "app",
        "add-apple",
        "--tenant",
        "acme",
        "--app-id",
        "TESTTEAM01.a",
    ]);
    assert!(
        road.run(&["doctor"])
            .out
            .contains("key create --tenant acme")
    );
    road.json(&[
        "key", "create", "--tenant", "acme", "--kind", "mobile", "--label", "a",
    ]);
    let findings = road.json(&["doctor"]);
    for finding in findings["items"].as_array().unwrap() {
        assert_eq!(finding["state"], json!("ok"), "{finding}");
    }
}

#[test]
fn the_doctor_finds_problems() {
    let place = Place::new();
    let broken = place.write("broken.toml", "[server]\nlisten = 1\n");
    let ended = place.run(&["doctor", "--config", broken.to_str().unwrap()]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("problem  configuration"), "{ended:?}");
    let ended = place.run(&["doctor"]);
    assert_eq!(ended.code, 1, "no server, no key: {ended:?}");
    assert!(ended.out.contains("problem  admin API"), "{ended:?}");
}
