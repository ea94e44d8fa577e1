//! The shape of attestation objects (A1) by hand; what its parts prove is tested with minted and outside evidence.

use minicbor::Encoder;
use proptest::prelude::*;

use super::auth_data::AuthData;
use super::error::{Error, Fault};
use super::object::Object;
use super::{Expected, inspect, nonce_matches, verify};
use crate::app_attest::apple_app_attest;
use crate::{Timestamp, cbor, cose};

type Bytes = Encoder<Vec<u8>>;

/// An object whose `attStmt` and `authData` are what the caller writes.
fn object(
    format: &str,
    statement: impl FnOnce(&mut Bytes),
    auth_data: impl FnOnce(&mut Bytes),
) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    e.map(3)
        .unwrap()
        .str("fmt")
        .unwrap()
        .str(format)
        .unwrap()
        .str("attStmt")
        .unwrap();
    statement(&mut e);
    e.str("authData").unwrap();
    auth_data(&mut e);
    e.into_writer()
}

fn statement(certificates: u64) -> impl FnOnce(&mut Bytes) {
    move |e| {
        e.map(2)
            .unwrap()
            .str("receipt")
            .unwrap()
            .bytes(b"r")
            .unwrap();
        e.str("x5c").unwrap().array(certificates).unwrap();
        for _ in 0..certificates {
            e.bytes(b"c").unwrap();
        }
    }
}

fn data(e: &mut Bytes) {
    e.bytes(b"d").unwrap();
}

fn fault(evidence: &[u8]) -> Fault {
    match Object::parse(evidence).err() {
        Some(Error::Malformed(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

const FORMAT: &str = "apple-appattest";

#[test]
fn members_are_found_in_any_order_and_unknown_ones_ignored() {
    let evidence = object(FORMAT, statement(2), data);
    assert_eq!(Object::parse(&evidence).unwrap().auth_data.as_ref(), b"d");
    let mut with_unknown = vec![0xa4, 0x61, b'x', 0xf6];
    with_unknown.extend(&evidence[1..]);
    assert_eq!(Object::parse(&with_unknown).unwrap().receipt.as_ref(), b"r");
}

#[test]
fn there_are_exactly_two_certificates() {
    for count in [0, 1, 3, 4] {
        assert_eq!(
            fault(&object(FORMAT, statement(count), data)),
            Fault::CertificateCount
        );
    }
}

#[test]
fn another_format_is_refused() {
    for format in ["apple", "", "Apple-appattest", "apple-appattest "] {
        assert_eq!(fault(&object(format, statement(2), data)), Fault::Format);
    }
}

#[test]
fn missing_or_mistyped_members_are_refused() {
    let no_map = |e: &mut Bytes| {
        e.null().unwrap();
    };
    assert_eq!(fault(&object(FORMAT, no_map, data)), Fault::Member("x5c"));
    let empty = |e: &mut Bytes| {
        e.map(0).unwrap();
    };
    assert_eq!(fault(&object(FORMAT, empty, data)), Fault::Member("x5c"));
    let text = |e: &mut Bytes| {
        e.str("d").unwrap();
    };
    assert_eq!(
        fault(&object(FORMAT, statement(2), text)),
        Fault::Member("authData")
    );
    let mistyped = |e: &mut Bytes| {
        e.map(2)
            .unwrap()
            .str("receipt")
            .unwrap()
            .bytes(b"")
            .unwrap();
        e.str("x5c")
            .unwrap()
            .array(2)
            .unwrap()
            .bytes(b"")
            .unwrap()
            .u8(1)
            .unwrap();
    };
    assert_eq!(fault(&object(FORMAT, mistyped, data)), Fault::Member("x5c"));
    let no_receipt = |e: &mut Bytes| {
        e.map(1).unwrap().str("x5c").unwrap().array(2).unwrap();
        e.bytes(b"").unwrap().bytes(b"").unwrap();
    };
    assert_eq!(
        fault(&object(FORMAT, no_receipt, data)),
        Fault::Member("receipt")
    );
    assert_eq!(fault(&[0xa0]), Fault::Member("fmt"));
    assert_eq!(fault(&[0x80]), Fault::Member("fmt"));
}

#[test]
fn objects_are_bounded_and_nothing_stands_behind_them() {
    assert_eq!(fault(&[0; 16_385]), Fault::TooLong);
    assert_eq!(fault(&[0; 16_384]), Fault::Cbor(cbor::Error::Trailing));
    let trailing = [object(FORMAT, statement(2), data), vec![0]].concat();
    assert_eq!(fault(&trailing), Fault::Cbor(cbor::Error::Trailing));
}

#[test]
fn unreadable_certificates_are_told_by_their_place() {
    let evidence = object(FORMAT, statement(2), data);
    let object = Object::parse(&evidence).unwrap();
    let refused = object.certificates().err();
    assert!(matches!(
        refused,
        Some(Error::Malformed(Fault::Certificate { index: 0, .. }))
    ));
}

fn auth_data(flags: u8, id_length: u16, key: &[u8]) -> Vec<u8> {
    let length = id_length.to_be_bytes();
    let parts: [&[u8]; 7] = [
        &[1; 32],
        &[flags],
        &[0, 0, 0, 7],
        &[2; 16],
        &length,
        &[3; 32],
        key,
    ];
    parts.concat()
}

/// A COSE key of an unknown kind.
const KEY: &[u8] = &[0xa1, 0x01, 0x03];

fn auth_data_fault(bytes: &[u8]) -> Fault {
    match AuthData::parse(bytes).err() {
        Some(Error::Malformed(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

#[test]
fn authenticator_data_is_read_by_position() {
    let parsed = AuthData::parse(&auth_data(0x40, 32, KEY)).unwrap();
    assert_eq!((parsed.rp_id_hash, parsed.counter), ([1; 32], 7));
    assert_eq!((parsed.aaguid, parsed.credential_id), ([2; 16], [3; 32]));
    assert_eq!(parsed.key, cose::Key::Unknown { kty: Some(3) });
}

#[test]
fn authenticator_data_cut_off_anywhere_is_refused() {
    let whole = auth_data(0x40, 32, KEY);
    for length in 0..whole.len() {
        assert!(AuthData::parse(&whole[..length]).is_err(), "{length}");
    }
    assert_eq!(auth_data_fault(&whole[..86]), Fault::AuthDataTruncated);
    assert_eq!(
        auth_data_fault(&whole[..87]),
        Fault::CoseKey(cbor::Error::Malformed.into())
    );
}

#[test]
fn authenticator_data_must_announce_credential_data_of_the_right_size() {
    assert_eq!(
        auth_data_fault(&auth_data(0x00, 32, KEY)),
        Fault::AttestedDataMissing
    );
    assert_eq!(
        auth_data_fault(&auth_data(0x81, 32, KEY)),
        Fault::AttestedDataMissing
    );
    for length in [0, 31, 33, u16::MAX] {
        assert_eq!(
            auth_data_fault(&auth_data(0x40, length, KEY)),
            Fault::CredentialIdLength
        );
    }
}

#[test]
fn bytes_behind_the_key_need_the_extension_flag() {
    let with_more = [KEY, &[0xa0]].concat();
    assert_eq!(
        auth_data_fault(&auth_data(0x40, 32, &with_more)),
        Fault::AuthDataTrailing
    );
    assert!(AuthData::parse(&auth_data(0xc0, 32, &with_more)).is_ok());
}

proptest! {
    #[test]
    fn never_panics(evidence in proptest::collection::vec(any::<u8>(), 0..300)) {
        let expected = Expected { key_id: &[0; 32], apps: &[] };
        let now = Timestamp::from_unix_ms(0);
        let _ = verify(&evidence, &expected, &apple_app_attest().unwrap(), now);
        let _ = (inspect(&evidence), nonce_matches(&evidence, &[]), AuthData::parse(&evidence));
    }
}
