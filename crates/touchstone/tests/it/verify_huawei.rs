//! `touchstone verify sys_integrity` and `inspect` with tokens of a simulated Huawei.

use data_encoding::{BASE64, HEXLOWER};
use serde_json::json;
use touchstone_simulator::huawei::{Flaw, HuaweiApp, HuaweiCa};

use crate::harness::{Ended, Place};

const NONCE: [u8; 32] = [9; 32];
const SIGNER: [u8; 32] = [7; 32];
const NOW_MS: i64 = 1_777_474_200_000;

struct Huawei {
    place: Place,
    app: HuaweiApp,
}

impl Huawei {
    fn new() -> Self {
        let (ca, place) = (HuaweiCa::new([1; 32]), Place::new());
        place.write("roots.pem", &ca.roots_pem());
        let app = HuaweiApp::new(&ca, [2; 32], "com.example.app", SIGNER, "100200300");
        Self { place, app }
    }

    fn judge(&self, token: &str, arguments: &[&str]) -> Ended {
        self.place.write("token", token);
        let signer = format!("--signer-sha256={}", HEXLOWER.encode(&SIGNER));
        let nonce = format!("--nonce={}", BASE64.encode(&NONCE));
        let common = [
            "verify",
            "sys_integrity",
            "token",
            "--package=com.example.app",
            &signer,
            &nonce,
            "--now=2026-04-29T14:50:00Z",
            "--anchors=roots.pem",
        ];
        self.place.run(&[&common[..], arguments].concat())
    }
}

#[test]
fn every_flaw_is_refused_for_its_reason() {
    let huawei = Huawei::new();
    // T4 is about the envelope.
    for flaw in Flaw::ALL.iter().filter(|flaw| flaw.check() != "T4") {
        let token = huawei.app.flawed_text(*flaw, &NONCE, NOW_MS);
        let ended = huawei.judge(&token, &["--huawei-app-id=100200300"]);
        assert_eq!(ended.code, 1, "{flaw}: {ended:?}");
        let reason = format!("refused: {} ", flaw.expected_reason());
        assert!(ended.out.contains(&reason), "{flaw}: {ended:?}");
    }
}

#[test]
fn a_token_is_accepted_with_every_check() {
    let huawei = Huawei::new();
    let token = huawei.app.text(&NONCE, NOW_MS);
    let ended = huawei.judge(&token, &["--huawei-app-id=100200300"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("H10 ok"), "{ended:?}");
    let ended = huawei.judge(&token, &["--huawei-app-id=1"]);
    assert!(
        ended.out.contains("refused: hms_app_id_mismatch"),
        "{ended:?}"
    );
}

#[test]
fn no_anchors_are_built_in() {
    let place = Place::new();
    let signer = format!("--signer-sha256={}", HEXLOWER.encode(&SIGNER));
    let arguments = ["verify", "sys_integrity", "token", "--package=a.b", &signer];
    let rest = ["--nonce=AAAA", "--now=2026-04-29T14:50:00Z"];
    place
        .run(&[&arguments[..], &rest].concat())
        .refused(2, "--anchors");
}

#[test]
fn a_token_and_its_envelope_tell_the_same() {
    let huawei = Huawei::new();
    huawei
        .place
        .write("token", &huawei.app.text(&NONCE, NOW_MS));
    let envelope = huawei.app.token(&NONCE, NOW_MS);
    std::fs::write(huawei.place.file("envelope"), envelope).unwrap();
    let token = huawei.place.json(&["mobile", "inspect", "token"]);
    let facts = &token["sys_integrity"]["facts"];
    assert_eq!(facts["app_id"], json!("100200300"));
    assert_eq!(facts["basic_integrity"], json!(true));
    assert_eq!(facts["nonce"], json!(HEXLOWER.encode(&NONCE)));
    let envelope = huawei.place.json(&["mobile", "inspect", "envelope"]);
    assert_eq!(envelope["service"], json!("hms"));
    assert_eq!(envelope["token"], token["sys_integrity"]);
}
