//! Does the owner read what was sealed, here and in tokens that others minted?

use data_encoding::BASE64;
use touchstone_testkit::vectors_dir;

use super::*;
use crate::play::TokenType;

fn app() -> PlayApp {
    PlayApp::new([1; 32], "com.example.app", [7; 32])
}

#[test]
fn a_token_is_opened_with_the_keys_of_its_app_only() {
    let payload = app()
        .payload(TokenType::Classic, &[3; 32], 1_777_474_200_000)
        .to_json();
    let token = make(&app(), &payload);
    assert_eq!(open(app().keys(), &token), Some(payload));
    let other = PlayApp::new([2; 32], "com.example.app", [7; 32]);
    assert_eq!(open(other.keys(), &token), None);
}

#[test]
fn every_flaw_of_the_sealing_is_seen_by_the_owner() {
    let payload = app()
        .payload(TokenType::Classic, &[3; 32], 1_777_474_200_000)
        .to_json();
    let sealing = |flaw: &&Flaw| ["G2", "G3", "G4"].contains(&flaw.check());
    for flaw in Flaw::ALL.iter().filter(sealing) {
        if flaw.token_type() == Some(TokenType::Classic) {
            assert_eq!(
                open(app().keys(), &make_flawed(&app(), &payload, *flaw)),
                None,
                "{flaw}"
            );
        }
    }
}

#[test]
fn a_published_token_opens_with_its_key() {
    let case = vectors_dir().join("play_integrity/classic_ok");
    let token = std::fs::read_to_string(case.join("token.txt")).unwrap();
    let settings = std::fs::read_to_string(case.join("case.toml")).unwrap();
    let line = settings
        .lines()
        .find(|line| line.starts_with("decryption_key_base64"))
        .unwrap();
    let key = BASE64
        .decode(line.split('"').nth(1).unwrap().as_bytes())
        .unwrap();
    let inner = Jwe::open(token.trim(), &key.try_into().unwrap()).unwrap();
    let inner = String::from_utf8(inner).unwrap();
    let payload = from_base64url(inner.split('.').nth(1).unwrap()).unwrap();
    let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(
        payload["appIntegrity"]["appRecognitionVerdict"],
        "PLAY_RECOGNIZED"
    );
}
