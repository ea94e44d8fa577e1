//! TPMT_PUBLIC: every selector carries its own details, and nothing else is read.

use proptest::prelude::*;

use super::super::fields::Malformed;
use super::super::pub_area::{Key, PubArea};
use super::{sized, words};

const NULL: u16 = 0x10;
const SHA256: u16 = 0x0b;

/// Type, nameAlg SHA-256, attributes, an empty policy.
fn head(kind: u16) -> Vec<u8> {
    let attributes = [0, 6, 4, 0x72];
    [words(&[kind, SHA256]), attributes.to_vec(), sized(&[])].concat()
}

/// An RSA key with these symmetric and scheme parts.
fn rsa(symmetric: &[u16], scheme: &[u16], exponent: u32) -> Vec<u8> {
    let bits = words(&[2_048]);
    let exponent = exponent.to_be_bytes().to_vec();
    let modulus = sized(&[0xc0; 256]);
    let parts = [
        head(1),
        words(symmetric),
        words(scheme),
        bits,
        exponent,
        modulus,
    ];
    parts.concat()
}

/// A P-256 key with these scheme and key derivation parts.
fn ecc(scheme: &[u16], kdf: &[u16]) -> Vec<u8> {
    let parts = [
        head(0x23),
        words(&[NULL]),
        words(scheme),
        words(&[3]),
        words(kdf),
        sized(&[1; 32]),
        sized(&[2; 31]),
    ];
    parts.concat()
}

fn is_malformed(bytes: &[u8]) -> bool {
    PubArea::parse(bytes) == Err(Malformed)
}

#[test]
fn an_rsa_key_is_told() {
    let bytes = rsa(&[NULL], &[NULL], 3);
    let area = PubArea::parse(&bytes).unwrap();
    let (modulus, exponent) = (&[0xc0; 256][..], 3);
    assert_eq!(area.key, Key::Rsa { modulus, exponent });
    assert_eq!(area.name_algorithm, SHA256);
}

#[test]
fn the_exponent_zero_is_65537() {
    let bytes = rsa(&[NULL], &[NULL], 0);
    let key = PubArea::parse(&bytes).unwrap().key;
    assert!(matches!(
        key,
        Key::Rsa {
            exponent: 65_537,
            ..
        }
    ));
}

#[test]
fn a_point_is_told_as_the_tpm_wrote_it() {
    let bytes = ecc(&[NULL], &[NULL]);
    let (curve, x, y) = (3, &[1; 32][..], &[2; 31][..]);
    assert_eq!(
        PubArea::parse(&bytes).unwrap().key,
        Key::Ecc { curve, x, y }
    );
}

#[test]
fn a_policy_is_passed_by() {
    let mut bytes = rsa(&[NULL], &[NULL], 0);
    bytes.splice(8..10, sized(&[7; 32]));
    assert!(PubArea::parse(&bytes).is_ok());
}

#[test]
fn a_cipher_carries_bits_and_mode() {
    for cipher in [0x03, 0x06, 0x13, 0x26] {
        let details = [cipher, 128, 0x43];
        assert!(PubArea::parse(&rsa(&details, &[NULL], 0)).is_ok());
        for short in [&details[..1], &details[..2]] {
            assert!(is_malformed(&rsa(short, &[NULL], 0)), "{short:?}");
        }
    }
}

#[test]
fn no_cipher_carries_nothing() {
    assert!(is_malformed(&rsa(&[NULL, 128, 0x43], &[NULL], 0)));
}

#[test]
fn an_unknown_cipher_is_refused() {
    for cipher in [0, 0x0a, 0x0b, 0xffff] {
        assert!(is_malformed(&rsa(&[cipher, 128, 0x43], &[NULL], 0)));
    }
}

#[test]
fn a_scheme_of_rsa_carries_a_hash() {
    for scheme in [0x14, 0x16, 0x17] {
        assert!(PubArea::parse(&rsa(&[NULL], &[scheme, SHA256], 0)).is_ok());
        assert!(is_malformed(&rsa(&[NULL], &[scheme], 0)), "{scheme:x}");
    }
    assert!(PubArea::parse(&rsa(&[NULL], &[0x15], 0)).is_ok());
    assert!(is_malformed(&rsa(&[NULL], &[0x15, SHA256], 0)));
}

#[test]
fn a_scheme_of_the_other_kind_of_key_is_refused() {
    assert!(is_malformed(&rsa(&[NULL], &[0x18, SHA256], 0)));
    assert!(is_malformed(&ecc(&[0x14, SHA256], &[NULL])));
}

#[test]
fn a_scheme_of_curves_carries_a_hash() {
    for scheme in [0x18, 0x19, 0x1b, 0x1c, 0x1d] {
        assert!(PubArea::parse(&ecc(&[scheme, SHA256], &[NULL])).is_ok());
        assert!(is_malformed(&ecc(&[scheme], &[NULL])), "{scheme:x}");
    }
    assert!(PubArea::parse(&ecc(&[0x1a, SHA256, 1], &[NULL])).is_ok());
    assert!(is_malformed(&ecc(&[0x1a, SHA256], &[NULL])));
}

#[test]
fn a_key_derivation_carries_a_hash() {
    for kdf in [0x07, 0x20, 0x21, 0x22] {
        assert!(PubArea::parse(&ecc(&[NULL], &[kdf, SHA256])).is_ok());
        assert!(is_malformed(&ecc(&[NULL], &[kdf])), "{kdf:x}");
    }
    assert!(is_malformed(&ecc(&[NULL], &[0x14, SHA256])));
}

#[test]
fn objects_that_are_no_public_keys_are_refused() {
    for kind in [0, 0x08, 0x25, 0xffff] {
        let mut bytes = rsa(&[NULL], &[NULL], 0);
        bytes.splice(0..2, words(&[kind]));
        assert!(is_malformed(&bytes), "{kind:x}");
    }
}

#[test]
fn every_cut_and_every_byte_behind_is_refused() {
    for whole in [
        rsa(&[6, 128, 0x43], &[0x14, SHA256], 0),
        ecc(&[0x18, SHA256], &[7, SHA256]),
    ] {
        assert!(PubArea::parse(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(is_malformed(&whole[..length]), "{length}");
        }
        assert!(is_malformed(&[whole, vec![0]].concat()));
    }
}

proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = PubArea::parse(&bytes);
    }
}
