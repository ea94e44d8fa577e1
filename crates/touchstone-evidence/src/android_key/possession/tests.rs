//! Proofs of possession by keys made on the spot.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA256_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair, RSA_PKCS1_SHA256,
};

use super::{PossessionError, verify_possession};

const NONCE: &[u8] = &[7; 32];
const MESSAGE: &[u8] =
    b"touchstone-android-key-v1\0\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\
    \x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07";

#[expect(clippy::disallowed_methods, reason = "throw-away keys of a test")]
fn random() -> SystemRandom {
    SystemRandom::new()
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm) -> (Vec<u8>, EcdsaKeyPair) {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    (der.as_ref().to_vec(), pair)
}

fn sign(pair: &EcdsaKeyPair, message: &[u8]) -> Vec<u8> {
    pair.sign(&random(), message).unwrap().as_ref().to_vec()
}

fn rsa(size: KeySize) -> (Vec<u8>, Vec<u8>) {
    let pair = RsaKeyPair::generate(size).unwrap();
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &random(), MESSAGE, &mut signature)
        .unwrap();
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    (der.as_ref().to_vec(), signature)
}

#[test]
fn elliptic_keys_prove_themselves_with_sha256() {
    for algorithm in [
        &ECDSA_P256_SHA256_ASN1_SIGNING,
        &ECDSA_P521_SHA256_ASN1_SIGNING,
    ] {
        let (spki, pair) = ecdsa(algorithm);
        assert_eq!(
            verify_possession(&spki, NONCE, &sign(&pair, MESSAGE)),
            Ok(())
        );
    }
    let (spki, pair) = ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING);
    let other_hash = verify_possession(&spki, NONCE, &sign(&pair, MESSAGE));
    assert_eq!(other_hash, Err(PossessionError::Invalid));
}

#[test]
fn rsa_keys_prove_themselves() {
    let (spki, signature) = rsa(KeySize::Rsa2048);
    assert_eq!(verify_possession(&spki, NONCE, &signature), Ok(()));
    let refused = verify_possession(&spki, &NONCE[1..], &signature);
    assert_eq!(refused, Err(PossessionError::Invalid));
}

#[test]
fn other_messages_keys_and_signatures_are_refused() {
    let (spki, pair) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
    let (stranger, _) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
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
    let (spki, pair) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
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
