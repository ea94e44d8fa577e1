//! Keys made on the spot: what verifies, and that nothing else does.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RSA_PSS_SHA384, RsaEncoding,
};

use super::{Error, PublicKey, Scheme, TrustedKey, verify};

const MESSAGE: &[u8] = b"message";

#[expect(clippy::disallowed_methods, reason = "throw-away keys of a test")]
fn random() -> SystemRandom {
    SystemRandom::new()
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm) -> (Vec<u8>, Vec<u8>) {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let signature = pair.sign(&random(), MESSAGE).unwrap();
    (
        pair.public_key().as_ref().to_vec(),
        signature.as_ref().to_vec(),
    )
}

fn holds(key: PublicKey<'_>, scheme: Scheme, signature: &[u8]) {
    let trusted = TrustedKey::new(&key).unwrap();
    assert_eq!(verify(&key, scheme, MESSAGE, signature), Ok(()));
    assert_eq!(trusted.verify(scheme, MESSAGE, signature), Ok(()));
    assert_eq!(verify(&key, scheme, b"other", signature), Err(Error::Wrong));
    assert_eq!(
        trusted.verify(scheme, b"other", signature),
        Err(Error::Wrong)
    );
    for other in Scheme::ALL.into_iter().filter(|other| *other != scheme) {
        assert!(verify(&key, other, MESSAGE, signature).is_err());
        assert!(trusted.verify(other, MESSAGE, signature).is_err());
    }
    let mut flipped = signature.to_vec();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(verify(&key, scheme, MESSAGE, &flipped), Err(Error::Wrong));
    for length in 0..signature.len() {
        assert_eq!(
            verify(&key, scheme, MESSAGE, &signature[..length]),
            Err(Error::Wrong)
        );
    }
}

#[test]
fn p256_signatures_hold_under_their_key_and_scheme_only() {
    let (point, signature) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
    let key = PublicKey::P256(point.as_slice().try_into().unwrap());
    holds(key, Scheme::EcdsaSha256, &signature);
    let (other, _) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
    let other = PublicKey::P256(other.as_slice().try_into().unwrap());
    assert_eq!(
        verify(&other, Scheme::EcdsaSha256, MESSAGE, &signature),
        Err(Error::Wrong)
    );
}

#[test]
fn p384_signatures_hold_under_their_key_and_scheme_only() {
    let (point, signature) = ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING);
    holds(
        PublicKey::P384(point.as_slice().try_into().unwrap()),
        Scheme::EcdsaSha384,
        &signature,
    );
}

#[test]
fn p521_signatures_hold_under_their_key_and_scheme_only() {
    let (point, signature) = ecdsa(&ECDSA_P521_SHA512_ASN1_SIGNING);
    holds(
        PublicKey::P521(point.as_slice().try_into().unwrap()),
        Scheme::EcdsaSha512,
        &signature,
    );
}

#[test]
fn p256_signatures_in_fixed_form_hold_under_their_key_and_scheme_only() {
    let (point, signature) = ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING);
    assert_eq!(signature.len(), 64);
    holds(
        PublicKey::P256(point.as_slice().try_into().unwrap()),
        Scheme::EcdsaSha256Fixed,
        &signature,
    );
}

#[test]
fn fixed_form_fits_no_other_curve() {
    let (point, signature) = ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING);
    let key = PublicKey::P384(point.as_slice().try_into().unwrap());
    assert_eq!(
        verify(&key, Scheme::EcdsaSha256Fixed, MESSAGE, &signature),
        Err(Error::SchemeUnfit)
    );
}

fn rsa(encoding: &'static dyn RsaEncoding) -> (Vec<u8>, Vec<u8>) {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &random(), MESSAGE, &mut signature)
        .unwrap();
    assert!(pair.public_key().as_der().is_ok());
    (pair.public_key().as_ref().to_vec(), signature)
}

#[test]
fn rsa_signatures_hold_under_their_key_and_scheme_only() {
    let (key, signature) = rsa(&RSA_PKCS1_SHA256);
    holds(PublicKey::Rsa(&key), Scheme::RsaPkcs1Sha256, &signature);
}

#[test]
fn rsa_pss_signatures_hold_under_their_key_and_scheme_only() {
    let (key, signature) = rsa(&RSA_PSS_SHA256);
    holds(PublicKey::Rsa(&key), Scheme::RsaPssSha256, &signature);
}

#[test]
fn rsa_pss_with_another_hash_is_wrong() {
    let (key, signature) = rsa(&RSA_PSS_SHA384);
    let key = PublicKey::Rsa(&key);
    assert_eq!(
        verify(&key, Scheme::RsaPssSha256, MESSAGE, &signature),
        Err(Error::Wrong)
    );
}

#[test]
fn schemes_that_do_not_fit_the_key_are_not_tried() {
    let (point, signature) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
    let key = PublicKey::P256(point.as_slice().try_into().unwrap());
    assert_eq!(
        verify(&key, Scheme::RsaPkcs1Sha256, MESSAGE, &signature),
        Err(Error::SchemeUnfit)
    );
    let rsa = PublicKey::Rsa(&point);
    assert_eq!(
        verify(&rsa, Scheme::EcdsaSha256, MESSAGE, &signature),
        Err(Error::SchemeUnfit)
    );
}

#[test]
fn points_off_the_curve_are_no_keys() {
    let (mut point, signature) = ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING);
    *point.last_mut().unwrap() ^= 1;
    let key = PublicKey::P256(point.as_slice().try_into().unwrap());
    assert!(TrustedKey::new(&key).is_err());
    assert_eq!(
        verify(&key, Scheme::EcdsaSha256, MESSAGE, &signature),
        Err(Error::Wrong)
    );
    assert!(TrustedKey::new(&PublicKey::P256(&[0; 65])).is_err());
    assert!(TrustedKey::new(&PublicKey::Rsa(b"")).is_err());
}
