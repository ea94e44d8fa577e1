//! The shape of assertions (B1) by hand, and what outside cases do not have of B4 to B6.

use minicbor::Encoder;
use proptest::prelude::*;

use super::{Error, Expected, Fault, parse, verify};
use crate::cbor;

fn assertion(signature: &[u8], data: &[u8]) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    e.map(2)
        .unwrap()
        .str("signature")
        .unwrap()
        .bytes(signature)
        .unwrap();
    e.str("authenticatorData").unwrap().bytes(data).unwrap();
    e.into_writer()
}

fn fault(evidence: &[u8]) -> Fault {
    match parse(evidence) {
        Err(Error::Malformed(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

#[test]
fn hash_and_counter_are_read_by_position() {
    let mut data = vec![7; 32];
    data.extend([0x40, 1, 2, 3, 4]);
    let evidence = assertion(&[0; 8], &data);
    let parsed = parse(&evidence).unwrap();
    assert_eq!(
        (parsed.rp_id_hash(), parsed.counter()),
        ([7; 32], 0x0102_0304)
    );
}

#[test]
fn the_authenticator_data_has_exactly_37_bytes() {
    assert!(parse(&assertion(&[0; 70], &[0; 37])).is_ok());
    for length in [0, 36, 38, 200] {
        let evidence = assertion(&[0; 70], &vec![0; length]);
        assert_eq!(fault(&evidence), Fault::AuthenticatorDataLength);
    }
}

#[test]
fn the_signature_has_8_to_80_bytes() {
    for length in [8, 80] {
        assert!(parse(&assertion(&vec![0; length], &[0; 37])).is_ok());
    }
    for length in [0, 7, 81, 500] {
        assert_eq!(
            fault(&assertion(&vec![0; length], &[0; 37])),
            Fault::SignatureLength
        );
    }
}

#[test]
fn missing_or_mistyped_members_are_refused() {
    assert_eq!(fault(&[0xa0]), Fault::Member("signature"));
    assert_eq!(fault(&[0x80]), Fault::Member("signature"));
    let mut e = Encoder::new(Vec::new());
    e.map(1)
        .unwrap()
        .str("signature")
        .unwrap()
        .bytes(&[0; 70])
        .unwrap();
    assert_eq!(fault(&e.into_writer()), Fault::Member("authenticatorData"));
    let mut e = Encoder::new(Vec::new());
    e.map(1)
        .unwrap()
        .str("signature")
        .unwrap()
        .str("text is no byte string")
        .unwrap();
    assert_eq!(fault(&e.into_writer()), Fault::Member("signature"));
}

#[test]
fn assertions_are_bounded_and_nothing_stands_behind_them() {
    assert_eq!(fault(&[0; 1_025]), Fault::TooLong);
    let trailing = [assertion(&[0; 70], &[0; 37]), vec![0]].concat();
    assert_eq!(fault(&trailing), Fault::Cbor(cbor::Error::Trailing));
}

#[test]
fn a_stored_key_that_is_none_never_verifies() {
    let evidence = assertion(&[0; 70], &[0; 37]);
    let parsed = parse(&evidence).unwrap();
    for public_key in [[0; 65], [4; 65], [0xff; 65]] {
        let expected = Expected {
            app_id_hash: [0; 32],
            client_data_hash: &[],
            public_key: &public_key,
            counter_floor: 0,
        };
        assert_eq!(verify(&parsed, &expected), Err(Error::SignatureInvalid));
    }
}

proptest! {
    #[test]
    fn never_panics(evidence in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&evidence);
    }

    #[test]
    fn invented_signatures_never_verify(signature in proptest::collection::vec(any::<u8>(), 8..=80)) {
        let evidence = assertion(&signature, &[0; 37]);
        let parsed = parse(&evidence).unwrap();
        let expected = Expected {
            app_id_hash: [0; 32],
            client_data_hash: &[],
            public_key: &[4; 65],
            counter_floor: 0,
        };
        prop_assert_eq!(verify(&parsed, &expected), Err(Error::SignatureInvalid));
    }
}
