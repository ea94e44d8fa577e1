//! Authenticator data by hand: every part there and not there.

use proptest::prelude::*;

use super::super::Aaguid;
use super::{AuthenticatorData, Error};
use crate::cbor;

const UP: u8 = 0x01;
const AT: u8 = 0x40;
const ED: u8 = 0x80;

/// A map with one entry: whatever stands for a key.
const KEY: &[u8] = b"\xa1\x01\x02";
/// `{"credProtect": 2}`.
const EXTENSIONS: &[u8] = b"\xa1\x6bcredProtect\x02";

fn head(flags: u8) -> Vec<u8> {
    [&[0x11; 32][..], &[flags], &[0, 0, 1, 2]].concat()
}

fn attested(id: &[u8], key: &[u8]) -> Vec<u8> {
    let length = u16::try_from(id.len()).unwrap().to_be_bytes();
    [&[0x22; 16][..], &length, id, key].concat()
}

fn refused(bytes: &[u8]) -> Error {
    AuthenticatorData::parse(bytes).unwrap_err()
}

#[test]
fn the_shortest_has_hash_flags_and_counter() {
    let bytes = head(UP | 0x04);
    let parsed = AuthenticatorData::parse(&bytes).unwrap();
    assert_eq!((parsed.rp_id_hash, parsed.sign_count), (&[0x11; 32], 0x102));
    assert!(parsed.flags.user_present() && parsed.flags.user_verified());
    assert!(!parsed.flags.backup_eligible() && !parsed.flags.backup_state());
    assert_eq!((parsed.attested, parsed.extensions), (None, None));
}

#[test]
fn every_flag_is_its_own_bit() {
    let flags = |bits| AuthenticatorData::parse(&head(bits)).unwrap().flags;
    assert!(flags(0x08).backup_eligible() && flags(0x10).backup_state());
    assert!(!flags(0x22).user_present() && !flags(0x22).user_verified());
}

#[test]
fn parts_are_given_as_they_stand() {
    let whole = [head(AT | ED), attested(b"id", KEY), EXTENSIONS.to_vec()].concat();
    let parsed = AuthenticatorData::parse(&whole).unwrap();
    let attested = parsed.attested.unwrap();
    assert_eq!(attested.aaguid, Aaguid([0x22; 16]));
    assert_eq!(attested.credential_id, b"id");
    assert_eq!(attested.public_key, KEY);
    assert_eq!(parsed.extensions, Some(EXTENSIONS));
}

#[test]
fn less_than_37_bytes_are_too_short() {
    let bytes = head(0);
    for length in 0..bytes.len() {
        assert_eq!(refused(&bytes[..length]), Error::TooShort);
    }
}

#[test]
fn attested_data_is_whole_or_cut_off() {
    let whole = [head(AT), attested(b"id", KEY)].concat();
    for length in 37..whole.len() {
        assert_eq!(refused(&whole[..length]), Error::AttestedDataTruncated);
    }
    let broken = [head(AT), attested(b"id", b"\xff")].concat();
    assert_eq!(refused(&broken), Error::AttestedDataTruncated);
}

#[test]
fn keys_of_any_form_pass_here_for_k1_to_judge() {
    for key in [
        &b"\xbf\x01\x02\xff"[..],
        b"\xa2\x01\x02\x01\x02",
        b"\x00",
        b"\xc0\x00",
    ] {
        let whole = [head(AT), attested(b"id", key)].concat();
        let parsed = AuthenticatorData::parse(&whole).unwrap();
        assert_eq!(parsed.attested.unwrap().public_key, key);
    }
}

#[test]
fn credential_ids_have_1_to_1023_bytes() {
    let with = |id: &[u8]| [head(AT), attested(id, KEY)].concat();
    assert!(AuthenticatorData::parse(&with(&[7; 1_023])).is_ok());
    assert!(AuthenticatorData::parse(&with(&[7])).is_ok());
    let bytes = 1_024;
    assert_eq!(
        refused(&with(&[7; 1_024])),
        Error::CredentialIdTooLong { bytes }
    );
    assert_eq!(refused(&with(&[])), Error::CredentialIdEmpty);
}

#[test]
fn extension_data_is_one_strict_map() {
    let with = |data: &[u8]| [head(ED), data.to_vec()].concat();
    assert_eq!(
        refused(&with(b"")),
        Error::ExtensionDataInvalid(Some(cbor::Error::Malformed))
    );
    assert_eq!(
        refused(&with(b"\xbf\xff")),
        Error::ExtensionDataInvalid(Some(cbor::Error::NotShortest))
    );
    assert_eq!(
        refused(&with(b"\xa2\x61a\x00\x61a\x00")),
        Error::ExtensionDataInvalid(Some(cbor::Error::DuplicateKey))
    );
    for other in [&b"\x80"[..], b"\x00", b"\x40"] {
        assert_eq!(refused(&with(other)), Error::ExtensionDataInvalid(None));
    }
}

#[test]
fn extension_data_has_at_most_4096_bytes() {
    let with = |length: u16| {
        let [high, low] = length.to_be_bytes();
        let value = vec![0; usize::from(length)];
        [&head(ED), &b"\xa1\x61a\x59"[..], &[high, low], &value].concat()
    };
    assert!(AuthenticatorData::parse(&with(4_090)).is_ok());
    assert_eq!(refused(&with(4_091)), Error::ExtensionDataInvalid(None));
}

#[test]
fn nothing_stands_behind() {
    let behind = |flags: u8, parts: &[&[u8]]| [head(flags), parts.concat(), vec![0]].concat();
    let bytes = 1;
    for whole in [
        behind(0, &[]),
        behind(AT, &[&attested(b"id", KEY)]),
        behind(ED, &[EXTENSIONS]),
        behind(AT | ED, &[&attested(b"id", KEY), EXTENSIONS]),
    ] {
        assert_eq!(refused(&whole), Error::TrailingBytes { bytes });
    }
    let unannounced = [head(0), attested(b"id", KEY)].concat();
    assert!(matches!(refused(&unannounced), Error::TrailingBytes { .. }));
}

proptest! {
    #[test]
    fn never_panics(flags: u8, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = AuthenticatorData::parse(&[head(flags), rest].concat());
    }
}
