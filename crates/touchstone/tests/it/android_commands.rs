//! The commands of Android apps and of what they are given: keys, accounts, a DeviceCheck key for the Apple app beside them.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::harness::{Ended, Place};

const SIGNER: &str = "A6:71:F3:4C:7D:9F:B0:16:05:77:FF:1E:15:4B:F3:2E:6A:54:8A:4D:F9:D3:3B:92:29:3A:02:C0:66:09:D8:A4";
const DECRYPTION_KEY: &str = "r1L1pnktpXcItydeStuR8z80FPdlfAXlIoPkA4Xuhhg=";
const VERIFICATION_KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsiEU71WpSh6Crz/6rE7z2Nyb9ppjDdjM0dL4lOYPiPkcAKor7rhmcfvzTyg0gGrb0m3jSWkbBB9gx0tdsCMvDQ==";

/// A tenant of its own, managed without a server.
pub struct Tenant {
    pub place: Place,
}

impl Tenant {
    pub fn new() -> Self {
        let place = Place::new();
        place.json(&["tenant", "create", "acme", "--local"]);
        Self { place }
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        let way = ["--tenant", "acme", "--local"];
        self.place.run(&[&["mobile"], arguments, &way].concat())
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let ended = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
        serde_json::from_str(&ended.out).unwrap()
    }

    fn add(&self, arguments: &[&str]) -> Value {
        let app = [
            "app",
            "add-android",
            "--package=com.example.app",
            "--signer-sha256",
            SIGNER,
        ];
        self.json(&[&app[..], arguments].concat())
    }

    /// The identifier of a new app.
    pub fn android(&self) -> String {
        let app = self.add(&["--service=gms"]);
        app["id"].as_str().unwrap().to_owned()
    }

    /// The identifier of a new app.
    pub fn apple(&self) -> String {
        let app = self.json(&["app", "add-apple", "--app-id=TESTTEAM01.a"]);
        app["id"].as_str().unwrap().to_owned()
    }
}

fn pem(der: &[u8]) -> String {
    let base64 = BASE64.encode(der);
    format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
}

/// Google's file, and the key in it.
fn service_account(token_uri: &str) -> (String, String) {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = AsDer::<Pkcs8V1Der>::as_der(&key).unwrap();
    let account = json!({
        "type": "service_account",
        "client_email": "verifier@example.iam.gserviceaccount.com",
        "private_key_id": "0123456789abcdef",
        "private_key": pem(der.as_ref()),
        "token_uri": token_uri,
    });
    (account.to_string(), BASE64.encode(der.as_ref()))
}

#[test]
fn an_app_is_added_with_a_policy_and_listed_beside_the_others() {
    let tenant = Tenant::new();
    let apple = tenant.apple();
    let app = tenant.add(&[
        "--service=gms",
        "--service=android-key",
        "--gms-mode=local",
        "--device-label=MEETS_STRONG_INTEGRITY",
        "--min-level=strongbox",
        "--min-os-patch=202401",
    ]);
    assert_eq!(app["services"], json!(["gms", "android-key"]));
    assert_eq!(
        app["gms"]["device_labels"],
        json!(["MEETS_STRONG_INTEGRITY"])
    );
    assert_eq!(app["gms"]["app_recognition"], json!(["PLAY_RECOGNIZED"]));
    assert_eq!(app["android_key"]["min_os_patch"], json!(202_401));
    let list = tenant.json(&["app", "list"]);
    let listed: Vec<&Value> = list["items"].as_array().unwrap().iter().collect();
    assert_eq!(listed[0]["id"], app["id"], "the newest first");
    assert_eq!(listed[1]["id"], json!(apple));
    let androids = tenant.json(&["app", "list", "--platform=android"]);
    assert_eq!(androids["items"].as_array().unwrap().len(), 1);
}

#[test]
fn show_update_and_remove_take_apps_of_either_platform() {
    let tenant = Tenant::new();
    for id in [tenant.apple(), tenant.android()] {
        assert_eq!(tenant.json(&["app", "show", &id])["id"], json!(id));
        let changed = tenant.json(&["app", "update", &id, "--enabled=false"]);
        assert_eq!(changed["enabled"], json!(false));
        tenant.json(&["app", "remove", &id]);
        tenant
            .run(&["app", "show", &id])
            .refused(1, "touchstone mobile app list");
    }
}

#[test]
fn apps_are_named_as_their_platforms_name_them_too() {
    let tenant = Tenant::new();
    let (apple, android) = (tenant.apple(), tenant.android());
    for (name, id) in [("TESTTEAM01.a", apple), ("com.example.app", android)] {
        assert_eq!(tenant.json(&["app", "show", name])["id"], json!(id));
        let changed = tenant.json(&["app", "update", name, "--enabled=false"]);
        assert_eq!(changed["enabled"], json!(false));
    }
    let cleared = tenant.json(&["service-account", "clear", "com.example.app"]);
    assert_eq!(cleared["service_account_set"], json!(false));
    tenant.run(&["play-keys", "clear", "TESTTEAM01.a"]).refused(
        1,
        "TESTTEAM01.a is an Apple app, and only Android apps have Play keys",
    );
    tenant
        .run(&["app", "show", "com.example.other"])
        .refused(1, "no Apple app and no Android app com.example.other");
    tenant.json(&["app", "remove", "com.example.app"]);
    let left = tenant.json(&["app", "list"]);
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_name_on_both_platforms_takes_the_identifier() {
    let tenant = Tenant::new();
    tenant.json(&["app", "add-apple", "--app-id=TESTTEAM01.com.app"]);
    let signer = format!("--signer-sha256={SIGNER}");
    let package = "--package=TESTTEAM01.com.app";
    tenant.json(&["app", "add-android", package, &signer, "--service=gms"]);
    tenant
        .run(&["app", "remove", "TESTTEAM01.com.app"])
        .refused(1, "name it by its identifier");
}

#[test]
fn a_command_that_lacks_its_tenant_asks_for_the_flag() {
    let tenant = Tenant::new();
    let ended = tenant.place.run(&["mobile", "app", "list", "--local"]);
    ended.refused(1, "--tenant NAME");
    assert!(!ended.err.contains("tenant_id"), "{ended:?}");
}

#[test]
fn an_update_changes_what_is_given_alone() {
    let tenant = Tenant::new();
    let app = tenant.add(&[
        "--service=gms",
        "--min-version-code=7",
        "--min-os-patch=202401",
    ]);
    let id = app["id"].as_str().unwrap();
    let changed = tenant.json(&[
        "app",
        "update",
        id,
        "--gms-max-age-s=300",
        "--min-os-patch=none",
    ]);
    assert_eq!(changed["gms"]["min_version_code"], json!(7));
    assert_eq!(changed["gms"]["max_age_s"], json!(300));
    assert_eq!(changed["android_key"]["min_os_patch"], json!(null));
}

#[test]
fn what_the_other_platform_has_is_refused() {
    let tenant = Tenant::new();
    let (apple, android) = (tenant.apple(), tenant.android());
    tenant
        .run(&["app", "update", &apple, "--gms-mode=local"])
        .refused(1, "this is an Apple app: it has no gms");
    tenant
        .run(&["app", "update", &android, "--environment=production"])
        .refused(1, "this is an Android app: it has no environments");
}

#[test]
fn a_policy_that_is_unsafe_or_misspelt_is_refused_with_what_would_be_right() {
    let tenant = Tenant::new();
    let add = |arguments: &[&str]| {
        let app = ["app", "add-android", "--package=com.example.app"];
        tenant.run(&[&app[..], arguments].concat())
    };
    let signer = format!("--signer-sha256={SIGNER}");
    add(&["--service=gms"]).refused(1, "signer_sha256");
    add(&[&signer]).refused(1, "services");
    add(&[&signer, "--service=gsm"]).refused(1, "services");
    add(&[&signer, "--service=hms"]).refused(1, "mobile.huawei.roots");
    let gms = |argument: &str| add(&[&signer, "--service=gms", argument]);
    gms("--device-label=MEETS_DEVICE_INTEGRTY").refused(1, "did you mean MEETS_DEVICE_INTEGRITY?");
    gms("--gms-mode=loacl").refused(1, "gms.mode");
    gms("--min-os-patch=2024-01").refused(2, "such as 140000");
    gms("--boot-key=abcd").refused(1, "boot_keys");
    let nothing_asked = ["--device-label=none", "--app-recognition=none"];
    add(&[&[signer.as_str(), "--service=gms"], &nothing_asked[..]].concat())
        .refused(1, "nothing would be asked of device and app");
    gms("--gms-mod=local").refused(2, "a similar argument exists: '--gms-mode'");
    assert_eq!(tenant.json(&["app", "list"])["items"], json!([]));
}

#[test]
fn play_keys_come_from_a_file_and_are_never_shown() {
    let tenant = Tenant::new();
    let id = tenant.android();
    let both = format!("DECRYPTION_KEY={DECRYPTION_KEY}\nVERIFICATION_KEY={VERIFICATION_KEY}\n");
    tenant.place.write("keys.txt", &both);
    let files = [
        "--decryption-key-file=keys.txt",
        "--verification-key-file=keys.txt",
    ];
    let set = [&["play-keys", "set", &id], &files[..]].concat();
    let ended = tenant.run(&set);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains(DECRYPTION_KEY));
    let app = tenant.json(&["app", "show", &id]);
    assert_eq!(app["play_keys_set"], json!(true));
    let cleared = tenant.json(&["play-keys", "clear", &id]);
    assert_eq!(cleared["play_keys_set"], json!(false));
}

#[test]
fn play_keys_that_are_none_are_refused_and_not_shown() {
    let tenant = Tenant::new();
    let (apple, id) = (tenant.apple(), tenant.android());
    let place = &tenant.place;
    place.write(
        "good.txt",
        &format!("DECRYPTION_KEY={DECRYPTION_KEY}\nVERIFICATION_KEY={VERIFICATION_KEY}\n"),
    );
    place.write("short", "aHVudGVyMg==");
    place.write("text", "hunter2!");
    let set = |id: &str, decryption: &str, verification: &str| {
        let decryption = format!("--decryption-key-file={decryption}");
        let verification = format!("--verification-key-file={verification}");
        let ended = tenant.run(&["play-keys", "set", id, &decryption, &verification]);
        for secret in ["hunter2", "aHVudGVyMg", DECRYPTION_KEY] {
            assert!(
                !ended.err.contains(secret) && !ended.out.contains(secret),
                "{ended:?}"
            );
        }
        ended
    };
    set(&id, "short", "good.txt").refused(1, "decryption_key");
    set(&id, "text", "good.txt").refused(1, "decryption_key");
    set(&id, "good.txt", "short").refused(1, "verification_key");
    set(&id, "missing", "good.txt").refused(1, "cannot open missing");
    set(&apple, "good.txt", "good.txt").refused(1, "is an Apple app");
    tenant
        .run(&["play-keys", "set", &id, "--decryption-key", DECRYPTION_KEY])
        .refused(2, "unexpected argument");
    assert_eq!(
        tenant.json(&["app", "show", &id])["play_keys_set"],
        json!(false)
    );
}

#[test]
fn a_service_account_comes_from_googles_file_and_is_never_shown() {
    let tenant = Tenant::new();
    let id = tenant.android();
    let (account, key) = service_account("https://oauth2.googleapis.com/token");
    tenant.place.write("account.json", &account);
    let ended = tenant.run(&["service-account", "set", &id, "account.json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains(&key) && !ended.err.contains(&key));
    assert_eq!(
        tenant.json(&["app", "show", &id])["service_account_set"],
        json!(true)
    );
    let cleared = tenant.json(&["service-account", "clear", &id]);
    assert_eq!(cleared["service_account_set"], json!(false));
}

#[test]
fn a_service_account_that_is_none_is_refused_and_not_shown() {
    let tenant = Tenant::new();
    let id = tenant.android();
    let (elsewhere, key) = service_account("https://example.com/token");
    for (content, said) in [
        ("hunter2".to_owned(), "is no JSON object"),
        ("[\"hunter2\"]".to_owned(), "is no JSON object"),
        (
            r#"{"type":"service_account","private_key":"hunter2"}"#.to_owned(),
            "client_email",
        ),
        (elsewhere, "token_uri"),
    ] {
        tenant.place.write("account.json", &content);
        let ended = tenant.run(&["service-account", "set", &id, "account.json"]);
        ended.refused(1, said);
        assert!(
            !ended.err.contains("hunter2") && !ended.err.contains(&key),
            "{ended:?}"
        );
    }
    assert_eq!(
        tenant.json(&["app", "show", &id])["service_account_set"],
        json!(false)
    );
}

#[test]
fn a_devicecheck_key_takes_its_identifier_from_the_files_name() {
    let tenant = Tenant::new();
    let (id, android) = (tenant.apple(), tenant.android());
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let der = key.to_pkcs8v1().unwrap();
    tenant
        .place
        .write("AuthKey_ABC123DEFG.p8", &pem(der.as_ref()));
    tenant.place.write("key.p8", &pem(der.as_ref()));
    let set = |id: &str, file: &str| tenant.run(&["devicecheck-key", "set", id, file]);
    set(&id, "key.p8").refused(1, "give --key-id ID");
    set(&android, "AuthKey_ABC123DEFG.p8").refused(1, "is an Android app");
    let ended = set(&id, "AuthKey_ABC123DEFG.p8");
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains("PRIVATE KEY"));
    assert_eq!(
        tenant.json(&["app", "show", &id])["devicecheck_key_set"],
        json!(true)
    );
    tenant.place.write("AuthKey_ABC123DEFG.p8", "hunter2");
    let ended = set(&id, "AuthKey_ABC123DEFG.p8");
    ended.refused(1, "p8");
    assert!(!ended.err.contains("hunter2"));
    let cleared = tenant.json(&["devicecheck-key", "clear", &id]);
    assert_eq!(cleared["devicecheck_key_set"], json!(false));
}

#[test]
fn device_keys_of_both_platforms_are_asked_for() {
    let tenant = Tenant::new();
    for platform in ["apple", "android-key"] {
        let list = tenant.json(&["device-key", "list", "--platform", platform]);
        assert_eq!(list["items"], json!([]));
        let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        tenant
            .run(&["device-key", "show", key, "--platform", platform])
            .refused(1, &format!("of {platform}:"));
        tenant
            .run(&["device-key", "forget", key])
            .refused(1, "of apple or android-key");
    }
    // One in 64 begins so, and one in 4,096 as the short flag of help does.
    for key in [
        "-AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "-hECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "--ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    ] {
        for verb in [&["show"][..], &["revoke", "--reason=lost"], &["forget"]] {
            tenant
                .run(&[&["device-key"][..], verb, &[key]].concat())
                .refused(1, &format!("there is no device key {key}"));
        }
    }
    tenant
        .run(&["device-key", "list", "--platform=android"])
        .refused(2, "a similar value exists: 'android-key'");
}
