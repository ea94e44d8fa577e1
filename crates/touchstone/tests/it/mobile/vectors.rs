//! The outside steps of `mobile_verify`: each case against a server of its own, step by step (spec
//! mobile.md 12, row 5).

use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::{Value, json};
use touchstone_core::Timestamp;
use touchstone_testkit::vectors_dir;

use crate::support::{Engine, Place, Setup, Stage, by_nonce, on_each_engine, sha256};

on_each_engine!(every_case_of_mobile_verify_is_answered_as_it_expects);

/// A change of this number is a change of the suite.
const CASES: usize = 4;

#[derive(Deserialize)]
struct Case {
    kind: String,
    now: String,
    input: Input,
    settings: toml::Table,
    apple_apps: Vec<toml::Table>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
struct Input {
    anchors: PathBuf,
}

#[derive(Deserialize)]
struct Step {
    token: PathBuf,
    sha256: String,
    expected_nonce_base64: String,
    expect: String,
    counter: Option<u64>,
}

async fn every_case_of_mobile_verify_is_answered_as_it_expects(engine: Engine) {
    let mut run = 0;
    for entry in std::fs::read_dir(vectors_dir().join("mobile_verify")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.is_dir() {
            run_case(engine, &folder).await;
            run += 1;
        }
    }
    assert_eq!(run, CASES, "a case was not run");
}

async fn run_case(engine: Engine, folder: &Path) {
    let text = std::fs::read_to_string(folder.join("case.toml")).unwrap();
    let case: Case = toml::from_str(&text).unwrap();
    assert_eq!(case.kind, "verify_steps", "{}", folder.display());
    let place = Place::new(engine);
    let anchors = std::fs::read_to_string(folder.join(&case.input.anchors)).unwrap();
    place.write("case-roots.pem", &anchors);
    place.configure(&Setup::apple_roots("case-roots.pem"));
    let mut apps = case.apple_apps.iter().map(app);
    let now: Timestamp = case.now.parse().unwrap();
    let stage = Stage::with(place, now, &apps.next().unwrap()).await;
    for app in apps {
        stage.admin.post("/admin/v1/mobile/apple-apps", app).await;
    }
    stage.set(json!(case.settings)).await;
    for (number, step) in case.step.iter().enumerate() {
        run_step(&stage, step, folder, number + 1).await;
    }
    assert_eq!(stage.verdicts().await, case.step.len());
}

fn app(members: &toml::Table) -> Value {
    let mut app = json!(members);
    let id = app.as_object_mut().unwrap().remove("app_id").unwrap();
    app["apple_app_id"] = id;
    app
}

async fn run_step(stage: &Stage, step: &Step, folder: &Path, number: usize) {
    let place = format!("{} step {number}", folder.display());
    let token = std::fs::read(folder.join(&step.token)).unwrap();
    assert_eq!(
        data_encoding::HEXLOWER.encode(&sha256(&token)),
        step.sha256,
        "{place}"
    );
    let nonce = BASE64
        .decode(step.expected_nonce_base64.as_bytes())
        .unwrap();
    let before = stored(stage).await;
    let answer = stage.party.verify(&by_nonce(&token, &nonce)).await;
    let logged = stage.logged(&answer).await;
    if step.expect == "accept" {
        assert_eq!(logged["reason"], "accepted", "{place}");
        let details = answer.assert_accepted();
        assert_eq!(details["counter"].as_u64(), step.counter, "{place}");
        let key_id = BASE64
            .decode(details["keyId"].as_str().unwrap().as_bytes())
            .unwrap();
        let key_id = data_encoding::BASE64URL_NOPAD.encode(&key_id);
        let path = format!("/admin/v1/mobile/device-keys/apple/{key_id}");
        let key = stage.admin.get(&path).await;
        assert_eq!(key["counter"].as_u64(), step.counter, "{place}");
    } else {
        assert_eq!(logged["reason"], step.expect.as_str(), "{place}");
        assert_eq!(logged["outcome"], "invalid", "{place}");
        assert_eq!(answer.json()["isValid"], false, "{place}");
        assert_eq!(stored(stage).await, before, "{place}");
    }
}

async fn stored(stage: &Stage) -> Value {
    stage.admin.get("/admin/v1/mobile/device-keys").await
}
