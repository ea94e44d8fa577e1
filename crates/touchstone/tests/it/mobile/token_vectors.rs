//! The outside envelopes of `mobile_token`, over HTTP (spec mobile.md 12, row 4). What they wrap are
//! place-holders: an envelope that can be read is refused for what is in it.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use touchstone_testkit::vectors_dir;

use crate::support::{AndroidStage, Engine, by_session, on_each_engine};

on_each_engine!(every_envelope_is_answered_as_its_case_expects);

/// A change of this number is a change of the suite.
const CASES: usize = 44;
/// What is wrong with an envelope itself.
const ENVELOPE_REASONS: [&str; 2] = ["token_malformed", "token_service_unsupported"];

#[derive(Deserialize)]
struct Case {
    kind: String,
    expect: String,
    input: Input,
    #[serde(default)]
    outcome: Value,
}

#[derive(Deserialize)]
struct Input {
    token: PathBuf,
}

async fn every_envelope_is_answered_as_its_case_expects(engine: Engine) {
    let stage = AndroidStage::new(engine).await;
    let mut run = 0;
    for entry in std::fs::read_dir(vectors_dir().join("mobile_token")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.is_dir() {
            run_case(&stage, &folder).await;
            run += 1;
        }
    }
    assert_eq!(run, CASES, "a case was not run");
}

async fn run_case(stage: &AndroidStage, folder: &Path) {
    let place = folder.display();
    let text = std::fs::read_to_string(folder.join("case.toml")).unwrap();
    let case: Case = toml::from_str(&text).unwrap();
    assert_eq!(case.kind, "envelope", "{place}");
    let token = std::fs::read(folder.join(&case.input.token)).unwrap();
    let session = stage.party.init().await;
    let answer = stage.party.verify(&by_session(&token, &session)).await;
    // No bytes at all are a malformed request, not bad evidence.
    if token.is_empty() {
        return answer.assert_malformed("attestationToken is empty");
    }
    let logged = stage.logged(&answer).await;
    let reason = logged["reason"].as_str().unwrap();
    if case.expect == "accept" {
        assert!(!ENVELOPE_REASONS.contains(&reason), "{place}: {reason}");
        assert_eq!(logged["format"], case.outcome["service"], "{place}");
    } else {
        assert_eq!(reason, case.expect, "{place}");
        assert_eq!(logged["subject"], "none", "{place}");
    }
    assert_ne!(logged["outcome"], "valid", "{place}");
}
