//! What a console session seals, and what it does not open.

use super::*;
use crate::SystemRandomSource;
use crate::sealed::MasterKey;

const NOW: Timestamp = Timestamp::from_unix_ms(1_777_473_600_000);

fn sealer(byte: u8) -> Sealer {
    Sealer::new(MasterKey::from_bytes([byte; 32]), Vec::new())
}

fn session() -> ConsoleSession {
    ConsoleSession::begin(b"tsadm_x", &SystemRandomSource::new(), NOW)
}

fn sealed(session: &ConsoleSession) -> String {
    session.seal(&sealer(1), &SystemRandomSource::new())
}

#[test]
fn what_was_sealed_opens() {
    let session = session();
    let opened = ConsoleSession::open(sealed(&session).as_bytes(), &sealer(1)).unwrap();
    assert_eq!(opened.key_sha256(), &sha256(b"tsadm_x"));
    assert_eq!(opened.csrf_token(), session.csrf_token());
    assert_eq!(opened.expires_at(), session.expires_at());
}

#[test]
fn a_session_lasts_eight_hours() {
    let age_ms = session().expires_at().unix_ms() - NOW.unix_ms();
    assert_eq!(age_ms, 8 * 60 * 60 * 1_000);
}

#[test]
fn another_master_key_opens_nothing() {
    assert!(ConsoleSession::open(sealed(&session()).as_bytes(), &sealer(2)).is_none());
}

#[test]
fn what_was_sealed_for_another_place_opens_nothing() {
    let place = Place {
        entity: "session_master_key",
        ..PLACE
    };
    let blob = sealer(1).seal(&[0; 72], &place, &SystemRandomSource::new());
    let text = BASE64URL_NOPAD.encode(&blob);
    assert!(ConsoleSession::open(text.as_bytes(), &sealer(1)).is_none());
}

#[test]
fn a_value_of_another_length_opens_nothing() {
    for bytes in [0, 71, 73, 200] {
        let blob = sealer(1).seal(&vec![0; bytes], &PLACE, &SystemRandomSource::new());
        let text = BASE64URL_NOPAD.encode(&blob);
        assert!(ConsoleSession::open(text.as_bytes(), &sealer(1)).is_none());
    }
}

#[test]
fn no_changed_value_opens() {
    let sealed = sealed(&session());
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert!(ConsoleSession::open(&changed, &sealer(1)).is_none(), "{at}");
    }
}

#[test]
fn no_foreign_text_opens() {
    let long = "A".repeat(10_000);
    for text in ["", "x", "====", "tsadm_x", "\u{e4}", &long] {
        assert!(ConsoleSession::open(text.as_bytes(), &sealer(1)).is_none());
    }
}

#[test]
fn only_its_own_csrf_token_is_taken() {
    let session = session();
    let own = session.csrf_token();
    assert!(session.has_csrf_token(own.as_bytes()));
    let other = self::session().csrf_token();
    for wrong in [
        "",
        own.get(1..).unwrap(),
        &other,
        &format!("{own}A"),
        &own.to_lowercase(),
    ] {
        assert!(!session.has_csrf_token(wrong.as_bytes()), "{wrong}");
    }
}

#[test]
fn no_secret_is_printed() {
    let session = session();
    let printed = format!("{session:?}");
    assert!(!printed.contains(&session.csrf_token()), "{printed}");
    assert!(!printed.contains("key"), "{printed}");
}
