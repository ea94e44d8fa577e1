//! COSE keys by hand: the one kind that is known, and what is refused.

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::{ALG_ES256, Error, Key, parse_prefix};
use crate::cbor;

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.replace(' ', "").as_bytes()).unwrap()
}

fn ec2(crv: &str, x: &str, y: &str) -> String {
    format!("a5 0102 0326 20{crv} 21{x} 22{y}")
}

fn coordinate(byte: u8) -> String {
    format!("5820{}", format!("{byte:02x}").repeat(32))
}

fn refused(hex: &str) -> Error {
    parse_prefix(&bytes(hex)).unwrap_err()
}

#[test]
fn a_p256_key_gives_its_point() {
    let input = bytes(&ec2("01", &coordinate(0xaa), &coordinate(0xbb)));
    let (key, rest) = parse_prefix(&input).unwrap();
    let point = [vec![4], vec![0xaa; 32], vec![0xbb; 32]].concat();
    let point = point.try_into().unwrap();
    assert_eq!(
        key,
        Key::P256 {
            algorithm: Some(ALG_ES256),
            point
        }
    );
    assert!(rest.is_empty());
}

#[test]
fn what_stands_behind_the_key_is_given_back() {
    let input = bytes(&format!("{}a0", ec2("01", &coordinate(1), &coordinate(2))));
    assert_eq!(parse_prefix(&input).unwrap().1, [0xa0]);
}

#[test]
fn other_labels_are_ignored_and_the_algorithm_may_be_absent() {
    let input = bytes(&format!(
        "a5 0102 2001 21{} 22{} 613f00",
        coordinate(1),
        coordinate(2)
    ));
    assert!(matches!(
        parse_prefix(&input),
        Ok((
            Key::P256 {
                algorithm: None,
                ..
            },
            _
        ))
    ));
}

#[test]
fn unknown_kinds_and_curves_are_told_apart_from_malformed_keys() {
    let unknown = |hex: &str| parse_prefix(&bytes(hex)).unwrap().0;
    assert_eq!(unknown("a1 0103"), Key::Unknown { kty: Some(3) });
    assert_eq!(unknown("a1 01 6161"), Key::Unknown { kty: None });
    assert_eq!(
        unknown(&ec2("02", &coordinate(1), &coordinate(2))),
        Key::Unknown { kty: Some(2) }
    );
}

#[test]
fn coordinates_are_byte_strings_of_32_bytes() {
    let short = format!("581f{}", "00".repeat(31));
    let long = format!("5821{}", "00".repeat(33));
    let text = format!("7820{}", "61".repeat(32));
    for wrong in [short.as_str(), &long, &text, "f5", "00"] {
        assert_eq!(
            refused(&ec2("01", wrong, &coordinate(1))),
            Error::Parameter { label: -2 }
        );
        assert_eq!(
            refused(&ec2("01", &coordinate(1), wrong)),
            Error::Parameter { label: -3 }
        );
    }
}

#[test]
fn missing_or_mistyped_parameters_are_refused() {
    assert_eq!(refused("a1 0102"), Error::Parameter { label: -1 });
    assert_eq!(refused("a2 0102 2001"), Error::Parameter { label: -2 });
    assert_eq!(refused("a2 0102 20 6161"), Error::Parameter { label: -1 });
    assert_eq!(refused("a2 0102 03 6161"), Error::Parameter { label: 3 });
}

#[test]
fn a_key_is_a_map_with_a_kind() {
    for hex in ["80", "00", "f6", "a0", "a1 0326", "a1 01f6", "a1 0140"] {
        assert_eq!(refused(hex), Error::KindMissing, "{hex}");
    }
}

#[test]
fn labels_are_unique_and_the_cbor_is_bounded() {
    assert_eq!(
        refused("a2 0102 0102"),
        Error::Cbor(cbor::Error::DuplicateKey)
    );
    assert_eq!(
        refused("a2 0102 180102"),
        Error::Cbor(cbor::Error::DuplicateKey)
    );
    assert_eq!(refused(""), Error::Cbor(cbor::Error::Malformed));
    assert_eq!(
        refused("a1 0102 ".trim().get(..2).unwrap()),
        Error::Cbor(cbor::Error::Malformed)
    );
    assert_eq!(refused("a1 40 00"), Error::Cbor(cbor::Error::KeyKind));
}

proptest! {
    #[test]
    fn never_panics(input in proptest::collection::vec(any::<u8>(), 0..120)) {
        let _ = parse_prefix(&input);
    }
}
