//! `touchstone mobile anchors install`, `touchstone webauthn anchors install` and roots of every platform.

use serde_json::json;

use crate::harness::Place;

const SETTING: &str = "[mobile.android]\nroots_file = \"android.pem\"\n";

fn vector(path: &str) -> String {
    let file = touchstone_testkit::vectors_dir().join(path);
    file.to_str().unwrap().to_owned()
}

fn install(file: &str, set: &str) -> [String; 6] {
    let words = ["mobile", "anchors", "install", file, "--for", set];
    words.map(str::to_owned)
}

fn words(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

#[test]
fn without_a_configured_file_it_says_which_setting_to_set() {
    let place = Place::new();
    let file = vector("android_key/_anchors/google_hardware_roots.pem");
    for (set, setting) in [
        ("app-attest", "mobile.apple.roots_file"),
        ("receipt", "mobile.apple.receipt_roots_file"),
        ("android", "mobile.android.roots_file"),
        ("huawei", "mobile.huawei.roots"),
    ] {
        let ended = place.run(&words(&install(&file, set)));
        ended.refused(1, &format!("set {setting} (or TOUCHSTONE__"));
    }
}

#[test]
fn what_is_no_set_of_roots_is_refused_and_changes_nothing() {
    let place = Place::new();
    place.write("touchstone.toml", SETTING);
    place.write("android.pem", "before");
    place.write("empty.pem", "");
    place.write("key.pem", "-----BEGIN PRIVATE KEY-----\nhunter2\n");
    let never = vector("android_key/_anchors/google_software_roots_never_trust.pem");
    for (file, said) in [
        ("missing.pem", "cannot read missing.pem"),
        ("empty.pem", "no certificate"),
        ("key.pem", "line 1"),
        (&never, "must never be trusted"),
    ] {
        let ended = place.run(&words(&install(file, "android")));
        ended.refused(1, said);
        assert!(!ended.err.contains("hunter2"));
    }
    assert_eq!(place.read("android.pem"), "before");
}

#[test]
fn roots_for_passkeys_are_installed_in_the_same_way() {
    let place = Place::new();
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../touchstone-evidence/anchors/apple_webauthn_root_ca.pem"
    );
    let install = |set: &str| {
        let words = ["webauthn", "anchors", "install", file, "--for", set];
        words.map(str::to_owned)
    };
    for (set, setting) in [
        ("apple", "webauthn.anchors.apple_file"),
        ("android-key", "webauthn.anchors.android_key_file"),
        (
            "android-safetynet",
            "webauthn.anchors.android_safetynet_file",
        ),
    ] {
        let ended = place.run(&words(&install(set)));
        ended.refused(1, &format!("set {setting} (or TOUCHSTONE__"));
    }
    let setting = "[webauthn.anchors]\napple_file = \"apple.pem\"\n";
    place.write("touchstone.toml", setting);
    let done = place.json(&words(&install("apple")));
    assert_eq!(
        done["kept"].as_array().unwrap().len(),
        1,
        "as it is built in"
    );
    assert_eq!(
        place.read("apple.pem"),
        std::fs::read_to_string(file).unwrap()
    );
}

#[test]
fn a_set_that_does_not_exist_gets_the_nearest_name() {
    let ended = Place::new().run(&words(&install("x.pem", "andriod")));
    ended.refused(2, "a similar value exists: 'android'");
}

#[test]
fn installing_tells_what_changes_and_replaces_the_file() {
    let place = Place::new();
    place.write("touchstone.toml", SETTING);
    let other = vector("app_attest/_anchors/apple_root_ca_g3.pem");
    std::fs::copy(&other, place.file("android.pem")).unwrap();
    let file = vector("android_key/_anchors/google_hardware_roots.pem");
    let arguments = install(&file, "android");
    let mut dry = words(&arguments);
    dry.push("--dry-run");
    let planned = place.json(&dry);
    assert_eq!(planned["installed"], json!(false));
    assert_eq!(planned["added"].as_array().unwrap().len(), 2);
    assert_eq!(
        place.read("android.pem"),
        std::fs::read_to_string(&other).unwrap()
    );
    let done = place.json(&words(&arguments));
    assert_eq!(done["added"], planned["added"]);
    assert_eq!(
        done["removed"],
        json!(["9b219d0fbff36a5fb32090571906bceea68617c833a3f61b81e962a8e64db8af"])
    );
    assert_eq!(
        place.read("android.pem"),
        std::fs::read_to_string(&file).unwrap()
    );
    let again = place.json(&words(&arguments));
    assert_eq!(again["added"], json!([]));
    assert_eq!(again["kept"].as_array().unwrap().len(), 2);
}

#[test]
fn a_server_trusts_the_roots_of_the_files_alone() {
    let place = Place::new();
    let root = vector("app_attest/_anchors/apple_root_ca_g3.pem");
    place.write(
        "touchstone.toml",
        &format!("[mobile.huawei]\nroots = \"{root}\"\n"),
    );
    let server = place.serve(&[]);
    let show = ["mobile", "anchors", "show", "--url", &server.url];
    let anchors = place.json(&show);
    let judged = |set: &str| {
        let items = anchors["items"].as_array().unwrap();
        items.iter().filter(|item| item["judges"] == set).count()
    };
    let sets = ["app_attest", "receipt", "android", "huawei"];
    assert_eq!(sets.map(judged), [1, 1, 2, 1]);
}
