//! `touchstone verify` replays judgements of real devices' evidence.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::{Ended, Place};

const APP_ID: &str = "6MURL8TA57.de.vincent-haupert.apple-appattest-poc";
const CLIENT_DATA_HASH: &str = "8be65cca515ad097c953967d18d635d86dd78a142ed3d077526bed11c6bec67b";
const KEY_ID: &str = "6266c93b8c799c41d4be7729f73756b9566334110c8099f771d493a005d07b73";
const PUBLIC_KEY: &str = "0488c034a190aa7dbc5a061501c6542803942582198b3f1cc54673ca3b9ad20b41528267a54f5fdba0469fafb46bb6990a396bf04f94a49d4320c81c7ab240a398";
const NOW: &str = "2021-01-23T12:13:36Z";

fn vector(path: &str) -> String {
    let folder: PathBuf = touchstone_testkit::vectors_dir();
    folder
        .join("app_attest")
        .join(path)
        .to_str()
        .unwrap()
        .to_owned()
}

fn judge(file: &str, arguments: &[&str]) -> Ended {
    let file = vector(file);
    let common = [
        "verify",
        "app_attest",
        &file,
        "--app-id",
        APP_ID,
        "--client-data-hash",
        CLIENT_DATA_HASH,
    ];
    Place::new().run(&[&common[..], arguments].concat())
}

const ATTESTATION: [&str; 6] = [
    "--now",
    NOW,
    "--key-id",
    KEY_ID,
    "--environment",
    "development",
];

#[test]
fn a_real_attestation_is_accepted_with_every_check() {
    let ended = judge("ios14_4_attestation/attestation.bin", &ATTESTATION);
    assert_eq!(ended.code, 0, "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().collect();
    assert!(lines[0].starts_with("A1  ok"), "{lines:#?}");
    assert!(lines[10].starts_with("A11 ok"), "{lines:#?}");
    assert_eq!(lines[11], "accepted");
    assert!(ended.out.contains(PUBLIC_KEY));
}

#[test]
fn the_failed_check_is_the_last_one_and_names_its_reason() {
    let arguments = ["--now", NOW, "--key-id", KEY_ID];
    let ended = judge("ios14_4_attestation/attestation.bin", &arguments);
    assert_eq!(ended.code, 1, "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().collect();
    assert!(lines[6].starts_with("A7  ok"), "{lines:#?}");
    assert!(lines[7].starts_with("A8  FAILED"), "{lines:#?}");
    assert!(
        lines[8].starts_with("refused: apple_environment_mismatch"),
        "{lines:#?}"
    );
}

#[test]
fn a_program_gets_json() {
    let arguments = [
        &ATTESTATION[2..],
        &["--now", "2022-06-01T00:00:00Z", "--json"],
    ]
    .concat();
    let ended = judge("ios14_4_attestation/attestation.bin", &arguments);
    assert_eq!(ended.code, 1);
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(told["reason"], json!("apple_cert_expired"));
    let last = told["checks"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["check"], &last["ok"]), (&json!("A3"), &json!(false)));
}

#[test]
fn an_assertion_is_judged_against_its_key_and_counter() {
    let file = "ios14_4_assertion/assertion.bin";
    let accepted = judge(file, &["--assertion", "--public-key", PUBLIC_KEY]);
    assert_eq!(accepted.code, 0, "{accepted:?}");
    assert!(accepted.out.contains("counter: 1"));
    let arguments = [
        "--assertion",
        "--public-key",
        PUBLIC_KEY,
        "--counter-floor",
        "1",
    ];
    let replayed = judge(file, &arguments);
    assert_eq!(replayed.code, 1);
    assert!(
        replayed.out.contains("refused: apple_counter_replay"),
        "{replayed:?}"
    );
}

#[test]
fn a_receipt_is_judged() {
    let arguments = [
        "--receipt",
        "--public-key",
        PUBLIC_KEY,
        "--now",
        NOW,
        "--environment",
        "development",
    ];
    let accepted = judge("ios14_4_receipt_attest/receipt.bin", &arguments);
    assert_eq!(accepted.code, 0, "{accepted:?}");
    assert!(accepted.out.contains("type: ATTEST"));
    let changed = judge("ios14_4_receipt_content_changed/receipt.bin", &arguments);
    assert!(
        changed.out.contains("refused: apple_receipt_signature"),
        "{changed:?}"
    );
}

#[test]
fn anchors_can_be_named() {
    let root = vector("_anchors/apple_root_ca_g3.pem");
    let arguments = [&ATTESTATION[..], &["--anchors", &root]].concat();
    let ended = judge("ios14_4_attestation/attestation.bin", &arguments);
    assert!(
        ended.out.contains("refused: apple_chain_untrusted"),
        "{ended:?}"
    );
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let file = "ios14_4_attestation/attestation.bin";
    judge("no_such_case/attestation.bin", &ATTESTATION).refused(2, "cannot open");
    judge(file, &ATTESTATION[2..]).refused(2, "--now is needed");
    judge(file, &["--now", NOW]).refused(2, "--key-id");
    judge(file, &["--now", NOW, "--key-id", "62"]).refused(2, "--key-id has 1 bytes, not 32");
    judge(file, &["--now", NOW, "--key-id", "zz"]).refused(2, "not hexadecimal");
    judge(file, &["--now", "noon", "--key-id", KEY_ID]).refused(2, "RFC 3339");
    judge(file, &["--assertion"]).refused(2, "--public-key");
}

#[test]
fn a_real_attestation_can_be_inspected() {
    let file = vector("ios14_4_attestation/attestation.bin");
    let told = Place::new().json(&["mobile", "inspect", &file]);
    assert_eq!(told["attestation"]["environment"], json!("development"));
    assert_eq!(told["attestation"]["counter"], json!(0));
}

#[test]
fn what_is_no_evidence_is_said_to_be_none() {
    let place = Place::new();
    let file = place.write("evidence", "hello\u{0}");
    let ended = place.run(&["mobile", "inspect", file.to_str().unwrap()]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended.out.contains("not_an_envelope") && ended.out.contains("T1"),
        "{ended:?}"
    );
}
