//! `touchstone demo`: the exchange that a newcomer sees first.

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::harness::{Place, Server};

/// Platform, call, status, verdict and reason of each step.
const STEPS: [(&str, &str, u16, &str, &str); 20] = [
    ("apple", "init", 200, "issued", "session"),
    ("apple", "verify", 200, "valid", "accepted"),
    ("apple", "verify", 200, "valid", "accepted"),
    ("apple", "verify", 409, "rejected", "session_already_used"),
    ("apple", "verify", 200, "invalid", "apple_signature_invalid"),
    ("gms", "verify", 200, "valid", "accepted"),
    ("gms", "verify", 200, "valid", "accepted"),
    ("gms", "verify", 200, "invalid", "gms_nonce_mismatch"),
    ("hms", "verify", 200, "valid", "accepted"),
    ("hms", "verify", 200, "invalid", "hms_integrity_failed"),
    ("android-key", "verify", 200, "valid", "accepted"),
    ("android-key", "verify", 200, "valid", "accepted"),
    (
        "android-key",
        "verify",
        200,
        "invalid",
        "android_device_unlocked",
    ),
    (
        "android-key",
        "verify",
        200,
        "invalid",
        "android_chain_extended",
    ),
    (
        "android-key",
        "verify",
        200,
        "invalid",
        "android_cert_revoked",
    ),
    ("passkey", "ceremony", 200, "valid", "accepted"),
    ("passkey", "ceremony", 200, "valid", "accepted"),
    ("passkey", "ceremony", 200, "rejected", "session_used"),
    ("passkey", "ceremony", 200, "valid", "accepted"),
    ("passkey", "ceremony", 200, "invalid", "signature_invalid"),
];

/// What programs are told, step by step.
fn steps() -> Vec<Value> {
    let ended = Place::new().run(&["demo", "--once", "--json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let lines = ended.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_step_ends_as_it_must() {
    let steps = steps();
    let told: Vec<Value> = steps
        .iter()
        .map(|step| {
            json!([
                step["platform"],
                step["call"],
                step["status"],
                step["verdict"],
                step["reason"]
            ])
        })
        .collect();
    let expected = STEPS.map(|(platform, call, status, verdict, reason)| {
        json!([platform, call, status, verdict, reason])
    });
    assert_eq!(told, expected);
    for step in &steps {
        let verdict = step["verdict_id"].as_str().unwrap_or_default();
        assert_eq!(
            step["call"] != "init" && step["reason"] != "session_used",
            verdict.starts_with("vdt_"),
            "{step}"
        );
        assert_eq!(step["as_expected"], json!(true), "{step}");
    }
}

#[test]
fn every_platform_tells_its_details() {
    let steps = steps();
    let details = |step: usize, member: &str| steps[step]["answer"][member].clone();
    assert_eq!(details(1, "appleTokenDetails")["attested"], json!(true));
    assert_eq!(
        details(5, "googleTokenDetails")["tokenType"],
        json!("classic")
    );
    assert_eq!(
        details(6, "googleTokenDetails")["tokenType"],
        json!("standard")
    );
    assert_eq!(
        details(8, "huaweiTokenDetails")["basicIntegrity"],
        json!(true)
    );
    let chain = details(10, "androidKeyDetails");
    assert_eq!(
        (&chain["provisioning"], &chain["attested"]),
        (&json!("remote"), &json!(true))
    );
    let proof = details(11, "androidKeyDetails");
    assert_eq!(
        (&proof["keyId"], &proof["attested"]),
        (&chain["keyId"], &json!(false))
    );
}

#[test]
fn people_see_each_step_and_its_answer_below() {
    let ended = Place::new().run(&["demo", "--once"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().collect();
    for heading in [
        "iPhone, App Attest",
        "Android, Play Integrity",
        "Huawei, SysIntegrity",
        "Android, Key Attestation",
        "Passkey, security key with attestation",
    ] {
        assert!(lines.contains(&heading), "{heading}: {lines:#?}");
    }
    for (number, (.., reason)) in (1..).zip(STEPS) {
        let start = format!("{number:>3} ");
        let at = lines.iter().position(|line| line.starts_with(&start));
        let at = at.unwrap();
        assert!(lines[at].contains(reason), "{}", lines[at]);
        let answer: Value = serde_json::from_str(lines[at + 1].trim()).unwrap();
        let told = answer["statusCode"].is_u64() || answer["fido2SessionId"].is_string();
        assert!(told, "{answer}");
    }
    assert!(!ended.out.contains("NOT AS EXPECTED"), "{}", ended.out);
}

#[tokio::test]
async fn it_stays_up_and_a_simulator_of_its_memory_is_believed() {
    let place = Place::new();
    let mut command = place.command(&["demo", "--json"]);
    let scratch = place.path().join("scratch");
    std::fs::create_dir(&scratch).unwrap();
    command.env("TMPDIR", &scratch);
    let mut demo = Server::start(command);
    let staying = demo.event("staying");
    let address = staying["address"].as_str().unwrap();
    let base = touchstone_outbound::BaseUrl::parse(&format!("http://{address}")).unwrap();
    let key = staying["api_key"].as_str().unwrap();
    assert_eq!(key, "xma_SampleKey");
    let party = touchstone_outbound::RelyingParty::new(base, key).unwrap();
    let state = staying["simulator_state"].as_str().unwrap();
    let nonce = BASE64.encode(&[5; 32]);
    for platform in [
        &["apple"][..],
        &["android-key"],
        &["huawei"],
        &["play"],
        &["play", "--type=standard"],
    ] {
        let common = ["--state", state, "--nonce", &nonce];
        let token = place.json(&[&["simulate", "mobile"], platform, &common].concat());
        let request = json!({
            "attestationToken": token["attestation_token"],
            "expectedNonce": nonce,
        });
        let judged = party.verify(&request).await.unwrap().body;
        assert_eq!(judged["isValid"], json!(true), "{platform:?}: {judged}");
    }
    assert_eq!(demo.stop().code, 0);
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
}

#[test]
fn nothing_is_left_behind() {
    let place = Place::new();
    let mut command = place.command(&["demo", "--once"]);
    let scratch = place.path().join("scratch");
    std::fs::create_dir(&scratch).unwrap();
    assert!(
        command
            .env("TMPDIR", &scratch)
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}
