//! Simulated Android phones, apps of the Play store and on Huawei phones, and all their flaws.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::stage::{NONCE, Stage};
use crate::harness::Place;

/// Every flaw of a platform, on a tenant that was told what the flaw takes.
async fn every_flaw_is_answered_with_its_reason(platform: &'static str, more: &[&str]) {
    let stage = Stage::new(platform);
    let list = stage
        .place
        .json(&["simulate", "mobile", platform, "--flaws"]);
    let mut tenants = BTreeMap::new();
    let flaws = list["items"].as_array().unwrap();
    assert!(flaws.len() > 40, "{platform}");
    for flaw in flaws {
        let name = flaw["flaw"].as_str().unwrap();
        let count = tenants.len();
        let tenant = tenants
            .entry(flaw["needs"].to_string())
            .or_insert_with(|| stage.tenant(&format!("acme-{count}"), &["--flaw", name]));
        let token = stage.token(&[&["--flaw", name], more].concat());
        assert_eq!(token["expected_reason"], flaw["reason"], "{name}");
        tenant.refuses(&token).await;
    }
    assert!(tenants.len() > 1, "{platform}");
}

#[tokio::test]
async fn every_flaw_of_an_android_phone_is_answered_with_its_reason() {
    every_flaw_is_answered_with_its_reason("android-key", &["--new-phone"]).await;
}

#[tokio::test]
async fn every_flaw_of_a_play_token_is_answered_with_its_reason() {
    every_flaw_is_answered_with_its_reason("play", &[]).await;
}

#[tokio::test]
async fn every_flaw_of_a_huawei_token_is_answered_with_its_reason() {
    every_flaw_is_answered_with_its_reason("huawei", &[]).await;
}

#[tokio::test]
async fn the_first_token_of_a_phone_has_a_chain_and_later_ones_a_proof_alone() {
    let stage = Stage::new("android-key");
    let tenant = stage.tenant("acme", &[]);
    let kinds: [&[&str]; 4] = [
        &[],
        &["--provisioning=factory"],
        &["--provisioning=factory", "--level=strongbox"],
        &["--key=rsa"],
    ];
    for kind in kinds {
        let first = stage.token(kind);
        assert_eq!(first["attests"], json!(true));
        let judged = tenant.believes(&first).await;
        assert_eq!(judged["androidKeyDetails"]["attested"], json!(true));
        let second = stage.token(kind);
        assert_eq!(second["attests"], json!(false));
        assert_eq!(second["key_id"], first["key_id"]);
        let judged = tenant.believes(&second).await;
        assert_eq!(judged["androidKeyDetails"]["attested"], json!(false));
    }
}

#[tokio::test]
async fn a_device_key_is_found_without_its_platform_and_keeps_its_app() {
    let stage = Stage::new("android-key");
    let tenant = stage.tenant("acme", &[]);
    let token = stage.token(&[]);
    tenant.believes(&token).await;
    let key_id = token["key_id"].as_str().unwrap();
    let device_key = |verb: &[&str]| {
        let way = ["--tenant=acme", "--url", &stage.server.url];
        let command = [&["mobile", "device-key"][..], verb, &[key_id], &way].concat();
        stage.place.json(&command)
    };
    assert_eq!(device_key(&["show"])["platform"], json!("android-key"));
    let revoked = device_key(&["revoke", "--reason=lost"]);
    assert!(revoked["revoked_at"].is_string(), "{revoked}");
    let remove = [
        "mobile",
        "app",
        "remove",
        "com.example.app",
        "--tenant=acme",
    ];
    let remove = [&remove[..], &["--url", &stage.server.url]].concat();
    let refused = stage.place.run(&remove);
    refused.refused(1, "--force removes them with it");
    assert_eq!(device_key(&["forget"])["forgotten"], json!(key_id));
    assert_eq!(stage.place.run(&remove).code, 0);
}

#[tokio::test]
async fn an_ml_dsa_key_comes_with_its_chain() {
    let stage = Stage::new("android-key");
    let tenant = stage.tenant("acme", &[]);
    tenant.believes(&stage.token(&["--key=ml-dsa"])).await;
}

#[tokio::test]
async fn an_owners_system_and_an_attest_key_are_believed_where_they_are_allowed() {
    let stage = Stage::new("android-key");
    let cautious = stage.tenant("cautious", &[]);
    for (name, kind, reason) in [
        ("owners", "--self-signed", "android_boot_state"),
        ("attesting", "--attest-key", "android_chain_extended"),
    ] {
        let token = stage.token(&[kind, "--new-phone"]);
        let (_, judged) = cautious.verify(&token).await;
        assert_eq!(judged["reason"], json!(reason), "{judged}");
        stage.tenant(name, &[kind]).believes(&token).await;
    }
}

#[tokio::test]
async fn huawei_tokens_of_every_form_are_believed() {
    let stage = Stage::new("huawei");
    let tenant = stage.tenant("acme", &[]);
    for form in [
        &[][..],
        &["--algorithm=ps256"],
        &["--fields=hap"],
        &["--algorithm=ps256", "--fields=hap"],
    ] {
        tenant.believes(&stage.token(form)).await;
    }
}

#[tokio::test]
async fn another_ca_is_not_believed() {
    for (platform, reason) in [
        ("android-key", "android_untrusted_root"),
        ("huawei", "hms_chain_untrusted"),
        ("play", "gms_decrypt_failed"),
    ] {
        let stage = Stage::new(platform);
        let tenant = stage.tenant("acme", &[]);
        let (_, judged) = tenant.verify(&stage.token(&["--state=other.json"])).await;
        assert_eq!(judged["reason"], json!(reason), "{judged}");
    }
}

#[test]
fn a_phone_whose_chain_was_flawed_attests_again() {
    let place = Place::new();
    let token = |more: &[&str]| {
        let simulate = ["simulate", "mobile", "android-key", "--nonce", NONCE];
        place.json(&[&simulate[..], more].concat())["attests"].clone()
    };
    assert_eq!(token(&["--flaw=unlocked"]), json!(true));
    assert_eq!(token(&[]), json!(true));
    assert_eq!(token(&[]), json!(false));
    assert_eq!(token(&["--attest"]), json!(true));
    assert_eq!(token(&["--level=strongbox"]), json!(true), "another phone");
    assert_eq!(token(&["--new-phone"]), json!(true));
}

#[test]
fn a_mistyped_flaw_gets_the_nearest_one() {
    let place = Place::new();
    for (platform, typed, meant) in [
        ("android-key", "unloked", "unlocked"),
        ("play", "nonce_othr", "nonce_other"),
        ("huawei", "integrity_faild", "integrity_failed"),
    ] {
        let flawed = [
            "simulate", "mobile", platform, "--nonce", NONCE, "--flaw", typed,
        ];
        let said = format!("did you mean {meant}?");
        place.run(&flawed).refused(2, &said);
    }
}

#[test]
fn what_is_printed_in_place_of_a_token_is_one_thing_and_takes_no_nonce() {
    let place = Place::new();
    let run = |arguments: &[&str]| place.run(&[&["simulate", "mobile"], arguments].concat());
    run(&["android-key", "--roots", "--status-list"]).refused(2, "cannot be used with");
    run(&["play", "--keys", "--nonce", NONCE]).refused(2, "cannot be used with");
    run(&["huawei"]).refused(1, "give --nonce or --server-nonce");
    run(&["huawei", "--nonce", "!"]).refused(1, "--nonce is not base64");
    run(&["play", "--signer-sha256=abc", "--keys"]).refused(2, "must be 64 hexadecimal digits");
}

#[test]
fn people_get_lines_to_paste() {
    let place = Place::new();
    let setup = ["simulate", "mobile", "play", "--setup"];
    let told = place.run(&[&setup[..], &["--flaw=version_old", "--state=x.json"]].concat());
    assert_eq!(told.code, 0, "{told:?}");
    for line in [
        "touchstone simulate mobile play --keys --state=x.json > play-keys.txt",
        "touchstone simulate mobile google --package=com.example.app --state=x.json",
        "TOUCHSTONE__MOBILE__GOOGLE__DECODE_URL=http://127.0.0.1:8090 \\",
        "touchstone mobile service-account set APP_ID service-account.json --tenant acme",
    ] {
        assert!(
            told.out.lines().any(|said| said == line),
            "{line}: {}",
            told.out
        );
    }
    assert!(told.out.contains("--min-version-code=40"), "{}", told.out);
}

#[test]
fn a_memory_of_an_earlier_version_is_read() {
    let place = Place::new();
    let seed = data_encoding::BASE64.encode(&[9; 32]);
    let old = json!({ "ca_seed": seed, "phones": [] });
    place.write("touchstone-simulator.json", &old.to_string());
    let token: Value = place.json(&["simulate", "mobile", "android-key", "--nonce", NONCE]);
    assert_eq!(token["attests"], json!(true));
}
