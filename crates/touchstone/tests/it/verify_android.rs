//! `touchstone verify` judges what Android phones bring: chains, Play Integrity, SysIntegrity.

use std::path::Path;

use data_encoding::BASE64;

use crate::harness::{Ended, Place};

const SIGNER: &str = "a671f34c7d9fb0160577ff1e154bf32e6a548a4df9d33b92293a02c06609d8a4";
const NONCE: &str = "8wY7WRuvpD8CtNuMuQeJV6nt9ToZxn9JQ2NBD8GEo8A=";
const NOW: &str = "2026-04-29T14:50:00Z";
const DECRYPTION_KEY: &str = "r1L1pnktpXcItydeStuR8z80FPdlfAXlIoPkA4Xuhhg=";
const VERIFICATION_KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsiEU71WpSh6Crz/6rE7z2Nyb9ppjDdjM0dL4lOYPiPkcAKor7rhmcfvzTyg0gGrb0m3jSWkbBB9gx0tdsCMvDQ==";

fn vector(path: &str) -> String {
    let file = touchstone_testkit::vectors_dir().join(path);
    file.to_str().unwrap().to_owned()
}

fn pixel(arguments: &[&str]) -> Ended {
    let chain = vector("android_key/pixel3_factory_tee_ec/chain.pem");
    let challenge = BASE64.encode(b"challenge");
    let common = [
        "verify",
        "android_key",
        &chain,
        "--package=com.google.wireless.android.security.attestationverifier.collector",
        "--signer-sha256=103938ee4537e59e8ee792f654504fb8346fc6b346d0bbc4415fc339fcfc8ec1",
        "--nonce",
        &challenge,
        "--now=2018-09-28T23:40:35Z",
    ];
    Place::new().run(&[&common[..], arguments].concat())
}

#[test]
fn an_unlocked_phone_is_refused_at_its_check() {
    let ended = pixel(&[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().collect();
    assert!(lines[14].starts_with("K15 FAILED"), "{lines:#?}");
    assert!(
        lines[15].starts_with("refused: android_device_unlocked"),
        "{lines:#?}"
    );
}

#[test]
fn a_real_chain_is_accepted_by_the_policy_that_is_given() {
    let policy = [
        "--allow-unlocked",
        "--boot-state=verified",
        "--boot-state=unverified",
    ];
    let ended = pixel(&policy);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("K16 ok"), "{ended:?}");
    assert!(ended.out.contains("provisioning: factory"), "{ended:?}");
}

#[test]
fn a_serial_on_the_status_list_refuses_the_chain() {
    let place = Place::new();
    let chain = vector("android_key/pixel3_factory_tee_ec/chain.pem");
    let told = place.json(&["mobile", "inspect", &chain]);
    let serial = told["android_key"]["certificates"][1]["serial"].as_str();
    let list = format!(
        r#"{{"entries":{{"{}":{{"status":"REVOKED"}}}}}}"#,
        serial.unwrap()
    );
    let list = place.write("status.json", &list);
    let ended = pixel(&["--status-list", list.to_str().unwrap()]);
    assert!(
        ended.out.contains("refused: android_cert_revoked"),
        "{ended:?}"
    );
}

#[test]
fn other_anchors_do_not_lead_to_the_chain() {
    let root = vector("app_attest/_anchors/apple_root_ca_g3.pem");
    let ended = pixel(&["--anchors", &root]);
    assert!(
        ended.out.contains("refused: android_untrusted_root"),
        "{ended:?}"
    );
}

fn play(file: &Path, arguments: &[&str]) -> Ended {
    let common = [
        "verify",
        "play_integrity",
        file.to_str().unwrap(),
        "--package=com.example.app",
        "--signer-sha256",
        SIGNER,
        "--nonce",
        NONCE,
        "--now",
        NOW,
    ];
    Place::new().run(&[&common[..], arguments].concat())
}

fn keys(place: &Place, decryption: &str) -> Vec<String> {
    let text = format!("DECRYPTION_KEY={decryption}\nVERIFICATION_KEY={VERIFICATION_KEY}\n");
    let file = place.write("keys.txt", &text);
    let file = file.to_str().unwrap();
    vec![
        format!("--decryption-key-file={file}"),
        format!("--verification-key-file={file}"),
    ]
}

fn play_vector(case: &str, place: &Place, decryption: &str) -> Ended {
    let token = vector(&format!("play_integrity/{case}/token.txt"));
    let keys = keys(place, decryption);
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    play(Path::new(&token), &keys)
}

#[test]
fn a_classic_token_is_opened_and_judged() {
    let place = Place::new();
    let ended = play_vector("classic_ok", &place, DECRYPTION_KEY);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.starts_with("G2  ok"), "{ended:?}");
    assert!(ended.out.contains("G17 ok"), "{ended:?}");
    for key in [DECRYPTION_KEY, VERIFICATION_KEY] {
        assert!(!ended.out.contains(key) && !ended.err.contains(key));
    }
}

#[test]
fn a_bad_token_is_refused_at_its_check() {
    let place = Place::new();
    for (case, reason) in [
        ("classic_alg_dir", "gms_malformed"),
        ("classic_other_decryption_key", "gms_decrypt_failed"),
        ("classic_jws_alg_none", "gms_signature_invalid"),
        ("classic_other_nonce", "gms_nonce_mismatch"),
        ("classic_stale", "gms_stale"),
    ] {
        let ended = play_vector(case, &place, DECRYPTION_KEY);
        assert_eq!(ended.code, 1, "{case}: {ended:?}");
        assert!(
            ended.out.contains(&format!("refused: {reason}")),
            "{case}: {ended:?}"
        );
    }
}

#[test]
fn a_payload_is_judged_without_keys_whether_google_wrapped_it_or_not() {
    let place = Place::new();
    let file = vector("play_integrity/standard_ok/payload.json");
    let bare = play(Path::new(&file), &["--token-type=standard"]);
    assert_eq!(bare.code, 0, "{bare:?}");
    assert!(bare.out.starts_with("G6  ok"), "{bare:?}");
    let payload = std::fs::read_to_string(file).unwrap();
    let wrapped = format!("{{\"tokenPayloadExternal\":{payload}}}");
    let wrapped = place.write("answer.json", &wrapped);
    let wrapped = play(&wrapped, &["--token-type=standard"]);
    assert_eq!(wrapped.out, bare.out);
    let twice = payload.replacen('{', "{\"requestDetails\":{},", 1);
    let twice = format!("{{\"tokenPayloadExternal\":{twice}}}");
    let twice = play(
        &place.write("answer.json", &twice),
        &["--token-type=standard"],
    );
    assert_eq!(twice.code, 1, "{twice:?}");
    assert!(
        twice.out.contains("refused: gms_payload_malformed"),
        "{twice:?}"
    );
}

#[test]
fn a_token_cannot_be_judged_without_keys() {
    let token = vector("play_integrity/classic_ok/token.txt");
    play(Path::new(&token), &[]).refused(2, "--decryption-key-file");
    let place = Place::new();
    let one_key = keys(&place, DECRYPTION_KEY);
    play(Path::new(&token), &[&one_key[0]]).refused(2, "--verification-key-file");
}

#[test]
fn keys_that_are_none_are_refused_and_not_shown() {
    let place = Place::new();
    let ended = play_vector("classic_ok", &place, "aHVudGVyMg==");
    ended.refused(2, "decryption key not of 32 bytes");
    assert!(!ended.err.contains("aHVudGVyMg"));
    let ended = play_vector("classic_ok", &place, "hunter2");
    ended.refused(2, "holds no base64");
    assert!(!ended.err.contains("hunter2"));
}

#[test]
fn a_text_that_is_no_huawei_token_is_refused_at_the_first_check() {
    let place = Place::new();
    let token = place.write("token", "a.b.c");
    let root = vector("app_attest/_anchors/apple_root_ca_g3.pem");
    let ended = place.run(&[
        "verify",
        "sys_integrity",
        token.to_str().unwrap(),
        "--package=com.example.app",
        "--signer-sha256",
        SIGNER,
        "--nonce",
        NONCE,
        "--now",
        NOW,
        "--anchors",
        &root,
    ]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.starts_with("H1  FAILED"), "{ended:?}");
    assert!(ended.out.contains("refused: hms_malformed"), "{ended:?}");
}

#[test]
fn arguments_that_say_nothing_end_with_2() {
    let file = vector("play_integrity/standard_ok/payload.json");
    let file = Path::new(&file);
    play(file, &["--token-type=standart"]).refused(2, "tip: a similar value exists: 'standard'");
    play(file, &["--signer-sha256=a671"]).refused(2, "must be a SHA-256");
    play(Path::new("no such file"), &[]).refused(2, "cannot open");
    pixel(&["--boot-state=failed"]).refused(2, "possible values");
    pixel(&["--status-list=Cargo.toml"]).refused(2, "cannot open");
}
