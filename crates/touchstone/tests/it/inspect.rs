//! `touchstone mobile inspect` tells what any piece of evidence says.

use serde_json::{Value, json};

use crate::harness::{Ended, Place};

const VERIFICATION_KEY: &str = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsiEU71WpSh6Crz/6rE7z2Nyb9ppj\n\
    DdjM0dL4lOYPiPkcAKor7rhmcfvzTyg0gGrb0m3jSWkbBB9gx0tdsCMvDQ==\n-----END PUBLIC KEY-----\n";

fn vector(path: &str) -> String {
    let file = touchstone_testkit::vectors_dir().join(path);
    file.to_str().unwrap().to_owned()
}

fn inspect(path: &str) -> Value {
    Place::new().json(&["mobile", "inspect", &vector(path)])
}

fn refused(content: &[u8]) -> Ended {
    let place = Place::new();
    std::fs::write(place.file("evidence"), content).unwrap();
    let ended = place.run(&["mobile", "inspect", "evidence", "--json"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    ended
}

#[test]
fn a_chain_tells_device_and_app() {
    let told = &inspect("android_key/pixel3_factory_tee_ec/chain.pem")["android_key"];
    assert_eq!(told["provisioning"], json!("factory"));
    assert_eq!(told["attestation_level"], json!("tee"));
    assert_eq!(told["root_of_trust"]["device_locked"], json!(false));
    assert_eq!(told["os_patch"], json!(201_908));
    assert_eq!(told["challenge"], json!("6368616c6c656e6765"));
}

#[test]
fn a_chain_in_der_tells_the_same() {
    let place = Place::new();
    let pem = std::fs::read_to_string(vector("android_key/pixel3_factory_tee_ec/chain.pem"));
    let blocks = pem.unwrap();
    let blocks = blocks.split("-----BEGIN CERTIFICATE-----").skip(1);
    let der: Vec<u8> = blocks
        .flat_map(|block| {
            let base64 = block.split("-----END").next().unwrap();
            let base64: String = base64.split_whitespace().collect();
            data_encoding::BASE64.decode(base64.as_bytes()).unwrap()
        })
        .collect();
    std::fs::write(place.file("chain.der"), der).unwrap();
    let told = place.json(&["mobile", "inspect", "chain.der"]);
    assert_eq!(told, inspect("android_key/pixel3_factory_tee_ec/chain.pem"));
}

#[test]
fn a_closed_play_token_shows_its_header_and_how_to_open_it() {
    let told = &inspect("play_integrity/classic_ok/token.txt")["play_integrity"];
    assert_eq!(told["header"], json!({"alg": "A256KW", "enc": "A256GCM"}));
    let hint = told["closed"].as_str().unwrap();
    assert!(hint.contains("--decryption-key-file"), "{hint}");
}

#[test]
fn a_play_token_is_opened_with_its_keys() {
    let place = Place::new();
    place.write("dec.b64", "r1L1pnktpXcItydeStuR8z80FPdlfAXlIoPkA4Xuhhg=\n");
    place.write("ver.pem", VERIFICATION_KEY);
    let told = place.json(&[
        "mobile",
        "inspect",
        &vector("play_integrity/classic_ok/token.txt"),
        "--decryption-key-file=dec.b64",
        "--verification-key-file=ver.pem",
    ]);
    let facts = &told["play_integrity"]["facts"];
    assert_eq!(facts["package_name"], json!("com.example.app"));
    assert_eq!(facts["app_recognition"], json!("PLAY_RECOGNIZED"));
    assert_eq!(checks(&told), "G2 G3 G4 G6");
}

#[test]
fn a_payload_and_a_status_list_are_told_apart() {
    let payload = inspect("play_integrity/standard_ok/payload.json");
    assert_eq!(
        payload["play_integrity"]["app_recognition"],
        json!("PLAY_RECOGNIZED")
    );
    let list = inspect("android_key/status_google_sample/status.json");
    assert!(list["status_list"]["entries"].as_u64().unwrap() > 0);
}

/// The checks that were made, those that failed with a `!`.
fn checks(told: &Value) -> String {
    let checks = told["checks"].as_array().unwrap();
    let numbers = checks.iter().map(|check| {
        let mark = if check["ok"] == true { "" } else { "!" };
        format!("{mark}{}", check["check"].as_str().unwrap())
    });
    numbers.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_token_that_is_unreadable_inside_a_good_envelope_ends_with_1() {
    for (case, service, failed) in [
        ("gms_classic", "gms", "!G2"),
        ("hms", "hms", "!H1"),
        ("android_key", "android-key", "!K1"),
        ("apple_minimal", "apple", "!B1"),
    ] {
        let file = vector(&format!("mobile_token/{case}/token.cbor"));
        let ended = Place::new().run(&["mobile", "inspect", &file, "--json"]);
        assert_eq!(ended.code, 1, "{case}: {ended:?}");
        let told: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(told["service"], json!(service), "{case}: {told}");
        assert_eq!(checks(&told), format!("T1 T2 T3 T4 {failed}"), "{case}");
    }
}

#[test]
fn an_envelope_fails_at_its_check() {
    for (case, made) in [
        ("truncated", "!T1 !A1"),
        ("device_missing", "T1 !T2 !A1"),
        ("service_unknown", "T1 T2 !T3 !A1"),
        ("token_missing", "T1 T2 T3 !T4 !A1"),
    ] {
        let file = vector(&format!("mobile_token/{case}/token.cbor"));
        let ended = Place::new().run(&["mobile", "inspect", &file, "--json"]);
        assert_eq!(ended.code, 1, "{case}: {ended:?}");
        let told: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(checks(&told), made, "{case}");
    }
}

#[test]
fn each_kind_of_evidence_has_the_checks_that_need_no_expectation() {
    for (path, made) in [
        ("android_key/pixel3_factory_tee_ec/chain.pem", "K1 K9"),
        ("play_integrity/classic_ok/token.txt", ""),
        ("play_integrity/standard_ok/payload.json", "G6"),
        ("app_attest/ios14_4_attestation/attestation.bin", "A1"),
        ("android_key/status_google_sample/status.json", ""),
    ] {
        assert_eq!(checks(&inspect(path)), made, "{path}");
    }
}

#[test]
fn a_good_envelope_is_told_with_its_checks_line_by_line() {
    let place = Place::new();
    let phone = [
        "simulate",
        "mobile",
        "apple",
        "--nonce=AAECAwQFBgcICQoLDA0ODw==",
    ];
    let token = place.run(&phone);
    assert_eq!(token.code, 0, "{token:?}");
    place.write("token", &token.out);
    let ended = place.run(&["mobile", "inspect", "token"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let lines = ended.out.lines().take_while(|line| !line.is_empty());
    let numbers: Vec<&str> = lines.map(|line| line.get(..6).unwrap()).collect();
    let expected = ["T1  ok", "T2  ok", "T3  ok", "T4  ok", "A1  ok", "B1  ok"];
    assert_eq!(numbers, expected, "{ended:?}");
}

#[test]
fn a_play_token_that_does_not_open_ends_with_1() {
    let place = Place::new();
    place.write("dec.b64", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    place.write("ver.pem", VERIFICATION_KEY);
    let file = vector("play_integrity/classic_ok/token.txt");
    let ended = place.run(&[
        "mobile",
        "inspect",
        &file,
        "--decryption-key-file=dec.b64",
        "--verification-key-file=ver.pem",
        "--json",
    ]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(checks(&told), "G2 !G3");
}

#[test]
fn a_member_that_google_s_answer_has_twice_is_seen() {
    let answer = br#"{"tokenPayloadExternal":{"requestDetails":{},"requestDetails":{},"timestampMillis":1}}"#;
    assert!(refused(answer).out.contains("G6: payload malformed"));
}

#[test]
fn what_is_damaged_is_told_as_what_it_was_to_be() {
    for (content, said) in [
        (&b"hello\0"[..], "not_an_envelope"),
        (b"-----BEGIN CERTIFICATE-----\nMAA=\n", "not_a_chain"),
        (&[0x30, 0x82, 0x01, 0x00], "not_a_chain"),
        (
            b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
            "K1",
        ),
        (b"{\"entries\":{\"xyz\":{}}}", "status_list_malformed"),
        (b"{\"entries\":[]}", "not_a_status_list"),
        (b"{\"requestDetails\":1}", "G6"),
        (b"{", "not_a_payload"),
        (b"a.b.c", "H1"),
        (b"a.b.c.d.e", "no header"),
    ] {
        let ended = refused(content);
        assert!(ended.out.contains(said), "{said}: {ended:?}");
    }
}

#[test]
fn a_status_list_says_once_what_its_entries_are() {
    let twice = br#"{"entries":{"ab":{"status":"REVOKED"}},"entries":{}}"#;
    assert!(refused(twice).out.contains("status_list_malformed"));
}
