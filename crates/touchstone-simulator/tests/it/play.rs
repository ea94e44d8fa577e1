//! Do Play tokens say what spec/mobile.md 4.5 asks for, and is every flaw really in the token?

use std::collections::BTreeSet;

use touchstone_simulator::play::{Flaw, PlayApp, TokenType, UnknownFlaw};
use touchstone_testkit::vectors_dir;

use crate::scene::{NOW_MS, cbor, member};

const NONCE: [u8; 32] = [3; 32];
const BOTH: [TokenType; 2] = [TokenType::Classic, TokenType::Standard];

fn app() -> PlayApp {
    PlayApp::new([1; 32], "com.example.app", [7; 32])
}

/// Paths of all members of a JSON value.
fn paths(value: &serde_json::Value, at: &str, found: &mut BTreeSet<String>) {
    found.insert(at.to_owned());
    for (name, value) in value.as_object().into_iter().flatten() {
        paths(value, &format!("{at}/{name}"), found);
    }
}

#[test]
fn every_check_of_the_token_has_a_flaw() {
    let checks: BTreeSet<_> = Flaw::ALL.iter().map(|flaw| flaw.check()).collect();
    let mut expected: BTreeSet<_> = (1..=17).map(|number| format!("G{number}")).collect();
    expected.insert("T4".to_owned());
    assert_eq!(checks, expected.iter().map(String::as_str).collect());
}

#[test]
fn every_flaw_changes_the_token_and_no_two_alike() {
    for token_type in BOTH {
        let mut tokens = BTreeSet::from([app().token(token_type, &NONCE, NOW_MS)]);
        for flaw in Flaw::ALL {
            let token = app().flawed_token(*flaw, token_type, &NONCE, NOW_MS);
            cbor(&token);
            assert!(tokens.insert(token), "{flaw} of {token_type:?}");
        }
    }
}

#[test]
fn a_flaw_of_the_verdict_is_in_the_verdict() {
    for token_type in BOTH {
        let right = app().payload(token_type, &NONCE, NOW_MS).to_json();
        for flaw in Flaw::ALL {
            let payload = app().flawed_payload(*flaw, token_type, &NONCE, NOW_MS);
            assert_eq!(payload != right, flaw.is_in_payload(), "{flaw}");
        }
    }
}

#[test]
fn every_flaw_is_found_again_by_its_name() {
    for flaw in Flaw::ALL {
        assert_eq!(flaw.to_string().parse(), Ok(*flaw));
        assert!(flaw.description().ends_with('.'), "{flaw}");
    }
    assert_eq!("G1".parse::<Flaw>(), Err(UnknownFlaw));
}

#[test]
fn the_verdict_has_every_member_of_a_published_one() {
    let published = vectors_dir().join("play_integrity/standard_ok/payload.json");
    let published = std::fs::read_to_string(published).unwrap();
    let simulated = app().payload(TokenType::Standard, &NONCE, NOW_MS).to_json();
    let members = |text: &str| {
        let mut found = BTreeSet::new();
        paths(&serde_json::from_str(text).unwrap(), "", &mut found);
        found
    };
    assert!(members(&simulated).is_superset(&members(&published)));
}

#[test]
fn a_cleared_verdict_is_the_published_one() {
    let published =
        vectors_dir().join("play_integrity/standard_replayed_cleared_verdict/payload.json");
    let published = std::fs::read_to_string(published).unwrap();
    let mut published: serde_json::Value = serde_json::from_str(&published).unwrap();
    let cleared = app().payload(TokenType::Standard, &NONCE, NOW_MS).cleared();
    let cleared: serde_json::Value = serde_json::from_str(&cleared.to_json()).unwrap();
    published["requestDetails"] = cleared["requestDetails"].clone();
    assert_eq!(cleared, published);
}

#[test]
fn a_classic_verdict_has_a_nonce_and_a_standard_one_a_request_hash() {
    let text = Some("AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM".to_owned());
    let classic = app().payload(TokenType::Classic, &NONCE, NOW_MS);
    assert_eq!((classic.nonce, classic.request_hash), (text.clone(), None));
    let standard = app().payload(TokenType::Standard, &NONCE, NOW_MS);
    assert_eq!((standard.nonce, standard.request_hash), (None, text));
}

#[test]
fn the_envelope_names_app_and_kind() {
    for (token_type, word, parts) in [
        (TokenType::Classic, "classic", 5),
        (TokenType::Standard, "standard", 1),
    ] {
        let envelope = cbor(&app().token(token_type, &NONCE, NOW_MS));
        let service = member(member(&envelope, "device"), "service");
        assert_eq!(service.as_text(), Some("gms"));
        let token = member(&envelope, "token");
        assert_eq!(member(token, "tokenType").as_text(), Some(word));
        assert_eq!(
            member(token, "packageName").as_text(),
            Some("com.example.app")
        );
        let text = member(token, "token").as_text().unwrap();
        assert_eq!(text.split('.').count(), parts);
    }
}

#[test]
fn the_same_arguments_give_the_same_bytes_and_others_do_not() {
    let other = PlayApp::new([2; 32], "com.example.app", [7; 32]);
    for token_type in BOTH {
        let token = app().token(token_type, &NONCE, NOW_MS);
        assert_eq!(token, app().token(token_type, &NONCE, NOW_MS));
        assert_ne!(token, app().token(token_type, &NONCE, NOW_MS + 1));
    }
    assert_ne!(other.keys().decryption_key(), app().keys().decryption_key());
    assert_ne!(
        other.keys().verification_key(),
        app().keys().verification_key()
    );
}

#[test]
fn what_is_printed_for_debugging_shows_no_key() {
    assert_eq!(format!("{:?}", app().keys()), "PlayKeys { .. }");
    let key = app().keys().decryption_key();
    let app = format!("{:?}", app());
    assert!(
        !app.contains(&format!("{key:?}")) && !app.contains("1, 1, 1"),
        "{app}"
    );
}
