//! `touchstone config` and `touchstone reference`.

use serde_json::json;

use crate::harness::{Ended, Place};

#[test]
fn check_tells_value_and_layer_with_secrets_masked() {
    let place = Place::new();
    place.write("touchstone.toml", "[server]\nlisten = \"127.0.0.1:9000\"\n");
    let mut command = place.command(&["config", "check", "--json"]);
    command.env("TOUCHSTONE__SECRETS__MASTER_KEY", "hunter2");
    let ended = Ended::of(command.output().unwrap());
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains("hunter2"));
    let list: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let find = |name: &str| {
        let items = list["items"].as_array().unwrap();
        items
            .iter()
            .find(|item| item["name"] == name)
            .unwrap()
            .clone()
    };
    let listen =
        json!({"name": "server.listen", "value": "\"127.0.0.1:9000\"", "layer": "touchstone.toml"});
    assert_eq!(find("server.listen"), listen);
    let key = json!({"name": "secrets.master_key", "value": "\"***\"", "layer": "the environment"});
    assert_eq!(find("secrets.master_key"), key);
    assert_eq!(find("log.level")["layer"], json!("default"));
}

#[test]
fn a_typo_in_file_or_environment_stops_every_command_that_reads_it() {
    let place = Place::new();
    let file = place.write("mine.toml", "[storage]\nurll = \"sqlite:x.db\"\n");
    let file = file.to_str().unwrap();
    for command in [
        &["config", "check"][..],
        &["serve"],
        &["tenant", "list"],
        &["migrate"],
    ] {
        let arguments: Vec<&str> = command.iter().copied().chain(["--config", file]).collect();
        place
            .run(&arguments)
            .refused(1, "no setting `storage.urll`; did you mean `storage.url`?");
    }
    let mut command = place.command(&["config", "check"]);
    command.env("TOUCHSTONE__LOG__LEVLE", "info");
    let ended = Ended::of(command.output().unwrap());
    ended.refused(1, "did you mean `TOUCHSTONE__LOG__LEVEL`?");
}

#[test]
fn addresses_of_issuers_are_encrypted_or_on_this_machine() {
    let place = Place::new();
    for (name, value, said) in [
        ("GOOGLE__DECODE_URL", "http://play.example.com", "use https"),
        (
            "GOOGLE__DECODE_URL",
            "https://play.example.com/v1",
            "without path",
        ),
        ("GOOGLE__DECODE_URL", "", "must be an address"),
        ("GOOGLE__TOKEN_URL", "http://192.0.2.1/token", "use https"),
        (
            "APPLE__DATA_URL",
            "data.appattest.apple.com",
            "must be an address",
        ),
        (
            "APPLE__DATA_DEVELOPMENT_URL",
            "ftp://apple.example.com",
            "must be an address",
        ),
        (
            "ANDROID__STATUS_URL",
            "https://user:hunter2@example.com/x",
            "must be an address",
        ),
        (
            "ANDROID__STATUS_URL",
            "https://example.com/status?a=b",
            "must be an address",
        ),
    ] {
        let mut command = place.command(&["config", "check"]);
        command.env(format!("TOUCHSTONE__MOBILE__{name}"), value);
        let ended = Ended::of(command.output().unwrap());
        ended.refused(1, &format!("TOUCHSTONE__MOBILE__{name}"));
        ended.refused(1, said);
        assert!(!ended.err.contains("hunter2"), "{ended:?}");
    }
}

#[test]
fn addresses_on_this_machine_may_be_plain() {
    let place = Place::new();
    place.write(
        "touchstone.toml",
        "[mobile.google]\ndecode_url = \"http://127.0.0.1:9001/\"\ntoken_url = \"http://localhost:9001/token\"\n\
         [mobile.android]\nstatus_url = \"http://[::1]:9001/attestation/status\"\n",
    );
    let list = place.json(&["config", "check"]);
    let value = |name: &str| {
        let items = list["items"].as_array().unwrap();
        let found = items.iter().find(|item| item["name"] == name);
        found.unwrap()["value"].clone()
    };
    assert_eq!(
        value("mobile.google.decode_url"),
        "\"http://127.0.0.1:9001\""
    );
    assert_eq!(
        value("mobile.google.token_url"),
        "\"http://localhost:9001/token\""
    );
    assert_eq!(
        value("mobile.android.status_url"),
        "\"http://[::1]:9001/attestation/status\""
    );
}

#[test]
fn the_age_of_the_status_list_has_a_range() {
    let place = Place::new();
    for value in ["0", "8761", "-1", "99999999999"] {
        let mut command = place.command(&["config", "check"]);
        command.env("TOUCHSTONE__MOBILE__STATUS_MAX_AGE_H", value);
        let ended = Ended::of(command.output().unwrap());
        ended.refused(1, "must be 1 to 8760 hours");
    }
}

#[test]
fn a_mistyped_setting_of_mobile_gets_the_nearest_name() {
    let place = Place::new();
    place.write("touchstone.toml", "[mobile.andriod]\nstatus_file = \"x\"\n");
    place
        .run(&["config", "check"])
        .refused(1, "did you mean `mobile.android.status_file`?");
}

#[test]
fn check_fails_where_the_server_would_not_start() {
    let place = Place::new();
    place.write("touchstone.toml", "[server]\nlisten = \"0.0.0.0:8080\"\n");
    place
        .run(&["config", "check"])
        .refused(1, "the server would not start: server.listen");
}

#[test]
fn the_printed_defaults_are_a_configuration() {
    let place = Place::new();
    let ended = place.run(&["config", "default"]);
    place.write("touchstone.toml", &ended.out);
    assert_eq!(place.run(&["config", "check"]).code, 0);
}

#[test]
fn a_mistyped_command_gets_a_hint_and_code_2() {
    let place = Place::new();
    place
        .run(&["tenat", "list"])
        .refused(2, "similar subcommand exists: 'tenant'");
    place
        .run(&["tenant", "list", "--limt", "1"])
        .refused(2, "--limit");
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let ended = Place::new().run(&["completions", shell]);
        assert_eq!(ended.code, 0);
        assert!(ended.out.contains("session-key"), "{shell}");
    }
}

#[test]
fn the_reference_pages_in_the_repository_are_those_of_this_binary() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference");
    for page in ["config", "errors"] {
        let printed = Place::new().run(&["reference", page]).out;
        let kept = std::fs::read_to_string(format!("{docs}/{page}.md")).unwrap();
        assert!(
            printed == kept,
            "docs/reference/{page}.md is stale: cargo xtask gen"
        );
    }
}

#[test]
fn migrate_brings_a_new_database_to_the_schema() {
    let place = Place::new();
    let before = place.json(&["migrate", "--dry-run"]);
    assert_eq!(before["found"], json!(0));
    assert!(!place.file("touchstone.db").exists());
    place.json(&["migrate"]);
    let after = place.json(&["migrate", "--dry-run"]);
    assert_eq!(after["found"], after["known"]);
}
