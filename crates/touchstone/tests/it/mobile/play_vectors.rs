//! The outside tokens and verdicts of `play_integrity`, over HTTP: tokens opened here, verdicts as the
//! scripted Google decodes them (spec mobile.md 12, row 3).

use std::path::PathBuf;

use ciborium::cbor;
use data_encoding::HEXLOWER;
use serde::Deserialize;
use serde_json::{Value, json};
use touchstone_simulator::google::{Behaviour, Route};
use touchstone_testkit::vectors_dir;

use crate::support::{
    Engine, GoogleStage, NOW, accepted_by_google, by_nonce, envelope, on_each_engine,
};

on_each_engine!(every_token_and_verdict_is_answered_as_its_case_expects);

/// A change of this number is a change of the suite.
const CASES: usize = 44;

#[derive(Deserialize)]
struct Case {
    kind: String,
    expect: String,
    now: String,
    input: Input,
    expected: Expected,
}

#[derive(Deserialize)]
struct Input {
    token: Option<PathBuf>,
    payload: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Expected {
    token_type: String,
    package: String,
    final_nonce_hex: String,
    signer_sha256_hex: Vec<String>,
    decryption_key_base64: Option<String>,
    verification_key_base64: Option<String>,
    #[serde(default)]
    policy: toml::Table,
}

fn cases() -> Vec<(PathBuf, Case)> {
    let entries = std::fs::read_dir(vectors_dir().join("play_integrity")).unwrap();
    let folders = entries.map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = folders.filter(|folder| folder.is_dir()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("case.toml")).unwrap();
        (folder, toml::from_str(&text).unwrap())
    };
    folders.into_iter().map(read).collect()
}

/// Makes the app of the stage that of the case.
async fn set_up(stage: &GoogleStage, case: &Case) {
    assert_eq!(case.expected.package, crate::support::PACKAGE);
    let now: touchstone_core::Timestamp = case.now.parse().unwrap();
    stage.clock.set(now);
    let mut gms = json!({
        "device_labels": ["MEETS_DEVICE_INTEGRITY"],
        "app_recognition": ["PLAY_RECOGNIZED"],
        "licensing": [],
        "allow_testing": false,
        "min_version_code": 0,
        "play_protect_reject": [],
        "app_access_reject": [],
    });
    for (name, value) in &case.expected.policy {
        gms[name] = json!(value);
    }
    let signers = &case.expected.signer_sha256_hex;
    let app = json!({"signer_sha256": signers, "gms": gms});
    stage.set_android_app(app).await;
    let expected = &case.expected;
    let keys = (
        &expected.decryption_key_base64,
        &expected.verification_key_base64,
    );
    if let (Some(decryption_key), Some(verification_key)) = keys {
        let keys = json!({
            "decryption_key": decryption_key,
            "verification_key": verification_key,
        });
        let path = format!(
            "/admin/v1/mobile/android-apps/{}/play-keys",
            stage.android_app
        );
        stage.admin.put(&path, keys).await;
    }
}

/// The text of the token; that of a verdict is any text, which Google then decodes.
fn token_text(stage: &GoogleStage, folder: &std::path::Path, case: &Case) -> String {
    match (&case.input.token, &case.input.payload) {
        (Some(token), None) => {
            assert_eq!(case.kind, "token");
            std::fs::read_to_string(folder.join(token)).unwrap()
        }
        (None, Some(payload)) => {
            assert_eq!(case.kind, "verdict");
            let payload = std::fs::read_to_string(folder.join(payload)).unwrap();
            let payload: Value = serde_json::from_str(&payload).unwrap();
            let answer = json!({"tokenPayloadExternal": payload}).to_string();
            stage
                .google
                .script(Route::Decode, [Behaviour::Status(200, answer)]);
            "an-opaque-token".to_owned()
        }
        _ => panic!("{}: neither token nor verdict", folder.display()),
    }
}

async fn every_token_and_verdict_is_answered_as_its_case_expects(engine: Engine) {
    let stage = GoogleStage::new(engine).await;
    assert_eq!(stage.now_ms(), NOW.unix_ms());
    let (mut run, mut verdicts) = (0, 0);
    for (folder, case) in cases() {
        set_up(&stage, &case).await;
        let token = cbor!({
            "token" => token_text(&stage, &folder, &case).trim_end(),
            "packageName" => case.expected.package.as_str(),
            "tokenType" => case.expected.token_type.as_str(),
        });
        let token = envelope("gms", &token.unwrap());
        let nonce = HEXLOWER.decode(case.expected.final_nonce_hex.as_bytes());
        let answer = stage.party.verify(&by_nonce(&token, &nonce.unwrap())).await;
        let (outcome, reason) = stage.reason(&answer).await;
        if case.expect == "accept" {
            assert_eq!(reason, "accepted", "{}", folder.display());
            accepted_by_google(&answer);
        } else {
            assert_eq!(
                (outcome.as_str(), &reason),
                ("invalid", &case.expect),
                "{}",
                folder.display()
            );
            assert_eq!(answer.json()["isValid"], false, "{}", folder.display());
        }
        run += 1;
        verdicts += usize::from(case.kind == "verdict");
    }
    assert_eq!(run, CASES, "a case was not run");
    assert_eq!(
        stage.calls().0,
        verdicts,
        "Google was asked for another one"
    );
}
