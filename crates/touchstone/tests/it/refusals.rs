//! What does not start, and whether it says what to do.

use crate::harness::{Ended, Place};

fn serve(place: &Place, variables: &[(&str, &str)], arguments: &[&str]) -> Ended {
    let arguments: Vec<&str> = ["serve"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let mut command = place.command(&arguments);
    command.env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0");
    command.envs(variables.iter().copied());
    Ended::of(command.output().unwrap())
}

#[test]
fn plain_http_for_other_machines_is_refused() {
    let place = Place::new();
    let ended = serve(&place, &[("TOUCHSTONE__SERVER__LISTEN", "0.0.0.0:0")], &[]);
    ended.refused(1, "server.insecure = true");
    assert!(!place.file("touchstone.db").exists(), "nothing was made");
}

#[test]
fn a_test_clock_that_other_machines_can_reach_is_refused() {
    let place = Place::new();
    let open = [
        ("TOUCHSTONE__SERVER__LISTEN", "0.0.0.0:0"),
        ("TOUCHSTONE__SERVER__INSECURE", "true"),
    ];
    serve(&place, &open, &["--test-clock", "2026-04-29T14:50:00Z"]).refused(1, "only on loopback");
}

#[test]
fn a_test_clock_that_is_no_time_is_refused() {
    serve(&Place::new(), &[], &["--test-clock", "yesterday"]).refused(2, "RFC 3339");
}

#[test]
fn a_port_in_use_is_told_with_its_setting() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::new();
    let ended = serve(&place, &[("TOUCHSTONE__SERVER__LISTEN", &address)], &[]);
    ended.refused(
        1,
        &format!("cannot listen at {address}: another program does"),
    );
    ended.refused(1, "set server.listen");
    assert!(!place.file("touchstone.db").exists(), "nothing was made");
}

#[test]
fn a_second_server_on_the_same_database_is_refused() {
    let place = Place::new();
    let _first = place.serve(&[]);
    serve(&place, &[], &[]).refused(1, "held by another process");
}

#[test]
fn the_store_cannot_be_opened_directly_while_a_server_runs() {
    let place = Place::new();
    let _server = place.serve(&[]);
    place
        .run(&["tenant", "list", "--local"])
        .refused(1, "held by another process");
}

#[test]
fn a_lost_master_key_is_not_replaced_by_a_new_one() {
    let place = Place::new();
    assert_eq!(place.serve(&[]).stop().code, 0);
    std::fs::remove_file(place.file("touchstone.master-key")).unwrap();
    serve(&place, &[], &[]).refused(1, "put it back");
    assert!(!place.file("touchstone.master-key").exists());
}

#[test]
fn a_wrong_master_key_is_refused_and_not_shown() {
    let place = Place::new();
    assert_eq!(place.serve(&[]).stop().code, 0);
    let other = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let ended = serve(&place, &[("TOUCHSTONE__SECRETS__MASTER_KEY", other)], &[]);
    ended.refused(1, "not the one this store was made with");
    assert!(!ended.err.contains(other));
}

#[test]
fn a_master_key_that_is_none_is_refused_and_not_shown() {
    let place = Place::new();
    let ended = serve(
        &place,
        &[("TOUCHSTONE__SECRETS__MASTER_KEY", "hunter2")],
        &[],
    );
    ended.refused(1, "32 bytes in standard base64");
    assert!(!ended.err.contains("hunter2"));
    place.write("touchstone.master-key", "hunter2\n");
    let ended = serve(&place, &[], &[]);
    ended.refused(1, "touchstone.master-key holds no master key");
    assert!(!ended.err.contains("hunter2"));
}

#[test]
fn a_master_key_file_that_was_named_must_be_there() {
    let place = Place::new();
    let named = [("TOUCHSTONE__SECRETS__MASTER_KEY_FILE", "missing.key")];
    serve(&place, &named, &[]).refused(1, "cannot read the master key in missing.key");
    assert!(!place.file("missing.key").exists());
}

#[test]
fn anchors_that_cannot_be_read_are_refused() {
    let place = Place::new();
    let roots = [("TOUCHSTONE__MOBILE__APPLE__ROOTS_FILE", "roots.pem")];
    serve(&place, &roots, &[]).refused(1, "mobile.apple.roots_file: cannot read roots.pem");
    place.write("roots.pem", "");
    serve(&place, &roots, &[]).refused(1, "roots.pem holds no usable anchors");
    assert!(!place.file("touchstone.db").exists(), "nothing was made");
}

#[test]
fn roots_of_every_platform_must_be_usable() {
    let place = Place::new();
    let never = touchstone_testkit::vectors_dir()
        .join("android_key/_anchors/google_software_roots_never_trust.pem");
    for (variable, setting) in [
        ("ANDROID__ROOTS_FILE", "mobile.android.roots_file"),
        ("HUAWEI__ROOTS", "mobile.huawei.roots"),
    ] {
        let variable = format!("TOUCHSTONE__MOBILE__{variable}");
        let with = |file: &str| serve(&place, &[(&variable, file)], &[]);
        with("missing.pem").refused(1, &format!("{setting}: cannot read missing.pem"));
        place.write("empty.pem", "");
        with("empty.pem").refused(1, "empty.pem holds no usable anchors");
        with(never.to_str().unwrap()).refused(1, "must never be trusted");
    }
    assert!(!place.file("touchstone.db").exists(), "nothing was made");
}

#[test]
fn a_status_file_that_is_no_status_list_is_refused() {
    let place = Place::new();
    let variable = "TOUCHSTONE__MOBILE__ANDROID__STATUS_FILE";
    let with = || serve(&place, &[(variable, "status.json")], &[]);
    with().refused(1, "mobile.android.status_file: cannot read status.json");
    assert!(!place.file("touchstone.db").exists(), "nothing was made");
    for content in ["", "{", "{\"entries\":[]}", "{\"entries\":{\"xyz\":{}}}"] {
        place.write("status.json", content);
        with().refused(1, "mobile.android.status_file: not a status list");
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let place = Place::new();
    let url = [("TOUCHSTONE__STORAGE__URL", "sqlite:missing/touchstone.db")];
    serve(&place, &url, &[]).refused(1, "missing/touchstone.db");
}
