//! Do Huawei's verdicts say what spec/mobile.md 4.6 asks for, and is every flaw really in the token?

use std::collections::BTreeSet;

use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, Pss, RsaPublicKey};
use sha2::Sha256;
use touchstone_simulator::huawei::{Algorithm, FieldNames, Flaw, HuaweiApp, HuaweiCa, UnknownFlaw};

use crate::scene::{NOW_MS, cbor, member, sha256};
use crate::x509::Certificate;

const NONCE: [u8; 32] = [3; 32];

fn ca() -> HuaweiCa {
    HuaweiCa::new([1; 32])
}

fn app() -> HuaweiApp {
    HuaweiApp::new(&ca(), [2; 32], "com.example.app", [7; 32], "104529313")
}

fn part(text: &str, index: usize) -> Vec<u8> {
    let part = text.split('.').nth(index).unwrap();
    data_encoding::BASE64URL_NOPAD
        .decode(part.as_bytes())
        .unwrap()
}

fn payload(app: &HuaweiApp) -> serde_json::Value {
    serde_json::from_slice(&part(&app.text(&NONCE, NOW_MS), 1)).unwrap()
}

fn certificates(text: &str) -> Vec<Certificate> {
    let header: serde_json::Value = serde_json::from_slice(&part(text, 0)).unwrap();
    let path = header["x5c"].as_array().unwrap();
    let der = |one: &serde_json::Value| {
        data_encoding::BASE64
            .decode(one.as_str().unwrap().as_bytes())
            .unwrap()
    };
    path.iter()
        .map(|one| Certificate::parse(&der(one)))
        .collect()
}

#[test]
fn every_check_of_the_token_has_a_flaw() {
    let checks: BTreeSet<_> = Flaw::ALL.iter().map(|flaw| flaw.check()).collect();
    let mut expected: BTreeSet<_> = (1..=10).map(|number| format!("H{number}")).collect();
    expected.insert("T4".to_owned());
    assert_eq!(checks, expected.iter().map(String::as_str).collect());
}

#[test]
fn every_flaw_changes_the_token_and_no_two_alike() {
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256] {
        let mut app = app();
        app.algorithm = algorithm;
        let mut tokens = BTreeSet::from([app.token(&NONCE, NOW_MS)]);
        for flaw in Flaw::ALL {
            let token = app.flawed_token(*flaw, &NONCE, NOW_MS);
            cbor(&token);
            assert!(tokens.insert(token), "{flaw} of {app:?}");
        }
    }
}

#[test]
fn every_flaw_is_found_again_by_its_name() {
    for flaw in Flaw::ALL {
        assert_eq!(flaw.to_string().parse(), Ok(*flaw));
        assert!(flaw.description().ends_with('.'), "{flaw}");
    }
    assert_eq!("H1".parse::<Flaw>(), Err(UnknownFlaw));
}

#[test]
fn the_certificates_lead_to_the_root() {
    let mut app = app();
    app.root_included = true;
    let path = certificates(&app.text(&NONCE, NOW_MS));
    assert_eq!(path.len(), 3);
    assert!(path[0].is_signed_by(&path[1]) && path[1].is_signed_by(&path[2]));
    let root = &Certificate::parse_pem(&ca().roots_pem())[0];
    assert_eq!(path[2].spki(), root.spki());
    assert_eq!(
        path[0].subject_texts()[0],
        "sysintegrity.platform.hicloud.com"
    );
}

#[test]
fn the_leaf_signed_the_verdict_in_both_ways() {
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256] {
        let mut app = app();
        app.algorithm = algorithm;
        let text = app.text(&NONCE, NOW_MS);
        let leaf = &certificates(&text)[0];
        let key = RsaPublicKey::from_pkcs1_der(leaf.public_key()).unwrap();
        let (message, _) = text.rsplit_once('.').unwrap();
        let (digest, signature) = (sha256(&[message.as_bytes()]), part(&text, 2));
        match algorithm {
            Algorithm::Rs256 => key.verify(Pkcs1v15Sign::new::<Sha256>(), &digest, &signature),
            Algorithm::Ps256 => key.verify(Pss::<Sha256>::new(), &digest, &signature),
        }
        .unwrap();
    }
}

#[test]
fn a_verdict_for_android_has_the_names_of_android() {
    let digest = data_encoding::BASE64.encode(&[7; 32]);
    let expected = serde_json::json!({
        "apkCertificateDigestSha256": [digest],
        "apkDigestSha256": data_encoding::BASE64.encode(&sha256(&[b"com.example.app"])),
        "apkPackageName": "com.example.app",
        "appId": "104529313",
        "basicIntegrity": true,
        "nonce": data_encoding::BASE64.encode(&NONCE),
        "timestampMs": NOW_MS - 3_000,
    });
    assert_eq!(payload(&app()), expected);
}

#[test]
fn a_verdict_for_harmony_os_has_its_own_names() {
    let mut app = app();
    app.field_names = FieldNames::Hap;
    app.digest_as_text = true;
    let payload = payload(&app);
    assert_eq!(payload["hapBundleName"], "com.example.app");
    assert_eq!(
        payload["hapCertificateSha256"],
        data_encoding::BASE64.encode(&[7; 32])
    );
    assert_eq!(payload["timestamp"], NOW_MS - 3_000);
    assert!(payload.get("apkPackageName").is_none());
}

#[test]
fn a_verdict_on_a_rooted_phone_says_why() {
    let mut app = app();
    app.basic_integrity = false;
    app.advice = Some("RESTORE_TO_FACTORY_RESET".to_owned());
    app.detail = vec!["root".to_owned()];
    let payload = payload(&app);
    assert_eq!(payload["basicIntegrity"], false);
    assert_eq!(payload["detail"], serde_json::json!(["root"]));
}

#[test]
fn the_envelope_carries_the_verdict() {
    let envelope = cbor(&app().token(&NONCE, NOW_MS));
    let service = member(member(&envelope, "device"), "service");
    assert_eq!(service.as_text(), Some("hms"));
    let token = member(member(&envelope, "token"), "token");
    assert_eq!(token.as_text(), Some(app().text(&NONCE, NOW_MS).as_str()));
}

#[test]
fn the_same_arguments_give_the_same_bytes_and_others_do_not() {
    assert_eq!(app().token(&NONCE, NOW_MS), app().token(&NONCE, NOW_MS));
    assert_ne!(app().token(&NONCE, NOW_MS), app().token(&NONCE, NOW_MS + 1));
    assert_ne!(ca().roots_pem(), HuaweiCa::new([9; 32]).roots_pem());
}

#[test]
fn what_is_printed_for_debugging_shows_no_key() {
    let printed = format!("{:?} {:?}", ca(), app());
    let expected = "HuaweiCa { .. } HuaweiApp { package: \"com.example.app\", \
                    app_id: \"104529313\", algorithm: Rs256, .. }";
    assert_eq!(printed, expected);
}
