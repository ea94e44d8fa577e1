//! Proofs of possession by keys made on the spot.

use rcgen::{
    KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ECDSA_P521_SHA256,
    PKCS_RSA_SHA256, PublicKeyData, SignatureAlgorithm, SigningKey,
};

use super::{PossessionError, verify_possession};

const NONCE: &[u8] = &[7; 32];
const MESSAGE: &[u8] =
    b"touchstone-android-key-v1\0\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\
    \x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07";

/// A key and its SubjectPublicKeyInfo.
fn key(algorithm: &'static SignatureAlgorithm) -> (Vec<u8>, KeyPair) {
    let pair = KeyPair::generate_for(algorithm).unwrap();
    (pair.subject_public_key_info(), pair)
}

fn sign(pair: &KeyPair, message: &[u8]) -> Vec<u8> {
    pair.sign(message).unwrap()
}

#[test]
fn keys_prove_themselves_with_sha256() {
    for algorithm in [
        &PKCS_ECDSA_P256_SHA256,
        &PKCS_ECDSA_P521_SHA256,
        &PKCS_RSA_SHA256,
    ] {
        let (spki, pair) = key(algorithm);
        let signature = sign(&pair, MESSAGE);
        assert_eq!(verify_possession(&spki, NONCE, &signature), Ok(()));
        let refused = verify_possession(&spki, &NONCE[1..], &signature);
        assert_eq!(refused, Err(PossessionError::Invalid));
    }
    let (spki, pair) = key(&PKCS_ECDSA_P384_SHA384);
    let other_hash = verify_possession(&spki, NONCE, &sign(&pair, MESSAGE));
    assert_eq!(other_hash, Err(PossessionError::Invalid));
}

#[test]
fn other_messages_keys_and_signatures_are_refused() {
    let (spki, pair) = key(&PKCS_ECDSA_P256_SHA256);
    let (stranger, _) = key(&PKCS_ECDSA_P256_SHA256);
    let right = sign(&pair, MESSAGE);
    let without_context = sign(&pair, NONCE);
    let without_zero = sign(&pair, &[b"touchstone-android-key-v1", NONCE].concat());
    for (spki, nonce, signature) in [
        (&spki, &[8; 32][..], &right[..]),
        (&spki, &[], &right),
        (&stranger, NONCE, &right),
        (&spki, NONCE, &without_context),
        (&spki, NONCE, &without_zero),
        (&spki, NONCE, &right[1..]),
        (&spki, NONCE, &[]),
    ] {
        let refused = verify_possession(spki, nonce, signature);
        assert_eq!(refused, Err(PossessionError::Invalid));
    }
}

#[test]
fn keys_that_cannot_verify_here_are_unsupported() {
    let (spki, pair) = key(&PKCS_ECDSA_P256_SHA256);
    let signature = sign(&pair, MESSAGE);
    let mut unknown = spki.clone();
    let kind = unknown
        .windows(7)
        .position(|w| w == [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]);
    unknown[kind.unwrap() + 6] = 0x7f;
    let trailing = [spki.as_slice(), &[0]].concat();
    for spki in [&unknown, &trailing, &spki[1..].to_vec(), &vec![]] {
        let refused = verify_possession(spki, NONCE, &signature);
        assert_eq!(refused, Err(PossessionError::Unsupported));
    }
}

#[test]
fn a_small_rsa_key_is_unsupported() {
    let number = [&[0x02, 0x81, 0x81, 0][..], &[0xff; 128]].concat();
    let numbers = [&[0x30, 0x81, 0x87][..], &number, &[2, 1, 3]].concat();
    let bits = [&[0x03, 0x81, 0x8b, 0][..], &numbers].concat();
    let name = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    let spki = [&[0x30, 0x81, 0x9d][..], name, &bits].concat();
    let refused = verify_possession(&spki, NONCE, &[0; 128]);
    assert_eq!(refused, Err(PossessionError::Unsupported));
}

#[test]
fn refusals_have_their_reasons() {
    assert_eq!(PossessionError::Invalid.reason(), "android_pop_invalid");
    assert_eq!(
        PossessionError::Unsupported.reason(),
        "android_pop_unsupported"
    );
    assert_eq!(PossessionError::Invalid.check(), "K18");
}
