//! `touchstone mobile inspect` tells what any piece of evidence says.

use serde_json::{Value, json};

use crate::harness::{Ended, Place};

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
    place.write(
        "ver.pem",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsiEU71WpSh6Crz/6rE7z2Nyb9ppj\n\
         DdjM0dL4lOYPiPkcAKor7rhmcfvzTyg0gGrb0m3jSWkbBB9gx0tdsCMvDQ==\n-----END PUBLIC KEY-----\n",
    );
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

#[test]
fn envelopes_of_every_service_are_read() {
    for (case, service) in [
        ("gms_classic", "gms"),
        ("gms_standard", "gms"),
        ("hms", "hms"),
        ("android_key", "android-key"),
        ("apple_minimal", "apple"),
    ] {
        let told = inspect(&format!("mobile_token/{case}/token.cbor"));
        assert_eq!(told["service"], json!(service), "{case}: {told}");
        assert!(told["token"].is_object(), "{case}: {told}");
    }
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
