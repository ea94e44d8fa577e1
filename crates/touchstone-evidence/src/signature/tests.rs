//! Keys made on the spot: what verifies, and that nothing else does.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING,
    ECDSA_P256K1_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING,
    ML_DSA_87_SIGNING, PqdsaKeyPair, PqdsaSigningAlgorithm, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
};
use data_encoding::HEXLOWER;

use super::{Error, PublicKey, Scheme, TrustedKey, VerifyingKey, verify};

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

/// That the signature holds under this scheme and no other, for this message and no other, as a whole only.
#[track_caller]
fn holds_parsed(key: PublicKey<'_>, scheme: Scheme, signature: &[u8]) {
    let parsed = VerifyingKey::new(&key, scheme).unwrap();
    assert_eq!(parsed.verify(MESSAGE, signature), Ok(()));
    assert_eq!(parsed.verify(b"other", signature), Err(Error::Wrong));
    let shorter = &signature[..signature.len() - 1];
    assert_eq!(parsed.verify(MESSAGE, shorter), Err(Error::Wrong));
    let longer = [signature, &[0]].concat();
    assert_eq!(parsed.verify(MESSAGE, &longer), Err(Error::Wrong));
    for position in [0, signature.len() / 2, signature.len() - 1] {
        let mut flipped = signature.to_vec();
        flipped[position] ^= 1;
        assert_eq!(parsed.verify(MESSAGE, &flipped), Err(Error::Wrong));
    }
    for other in Scheme::ALL.into_iter().filter(|other| *other != scheme) {
        let verified =
            VerifyingKey::new(&key, other).and_then(|parsed| parsed.verify(MESSAGE, signature));
        assert!(verified.is_err(), "{other:?}");
    }
}

#[test]
fn secp256k1_signatures_hold_under_their_key_only() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256K1_SHA256_ASN1_SIGNING).unwrap();
    let signature = pair.sign(&random(), MESSAGE).unwrap();
    let point: &[u8; 65] = pair.public_key().as_ref().try_into().unwrap();
    holds_parsed(
        PublicKey::Secp256k1(point),
        Scheme::EcdsaSha256,
        signature.as_ref(),
    );
    let as_p256 = VerifyingKey::new(&PublicKey::P256(point), Scheme::EcdsaSha256);
    assert_eq!(as_p256.unwrap_err(), Error::Wrong);
}

#[test]
fn p384_signatures_in_fixed_form_hold_under_their_key_only() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let signature = pair.sign(&random(), MESSAGE).unwrap();
    let point = pair.public_key().as_ref().try_into().unwrap();
    holds_parsed(
        PublicKey::P384(point),
        Scheme::EcdsaSha384Fixed,
        signature.as_ref(),
    );
}

#[test]
fn ed25519_signatures_hold_under_their_key_only() {
    let pair = Ed25519KeyPair::generate().unwrap();
    let point = pair.public_key().as_ref().try_into().unwrap();
    let signature = pair.sign(MESSAGE);
    holds_parsed(
        PublicKey::Ed25519(point),
        Scheme::Ed25519,
        signature.as_ref(),
    );
}

#[test]
fn rsa_pss_signatures_hold_under_their_hash_only() {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let sign = |encoding: &'static dyn RsaEncoding| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &random(), MESSAGE, &mut signature)
            .unwrap();
        signature
    };
    let key = PublicKey::Rsa(pair.public_key().as_ref());
    holds_parsed(key, Scheme::RsaPssSha384, &sign(&RSA_PSS_SHA384));
    holds_parsed(key, Scheme::RsaPssSha512, &sign(&RSA_PSS_SHA512));
}

#[test]
fn rsa_keys_of_refused_sizes_are_no_keys() {
    let small = rsa_key(&[0x7f; 128]);
    let refused = VerifyingKey::new(&PublicKey::Rsa(&small), Scheme::RsaPkcs1Sha1);
    assert_eq!(refused.unwrap_err(), Error::Wrong);
}

/// An `RSAPublicKey` with this modulus of 128 bytes and exponent 65,537.
fn rsa_key(modulus: &[u8]) -> Vec<u8> {
    let numbers = [&[2, 0x81, 0x80], modulus, &[2, 3, 1, 0, 1]].concat();
    let length = u8::try_from(numbers.len()).unwrap();
    [&[0x30, 0x81, length], numbers.as_slice()].concat()
}

#[test]
#[cfg(feature = "mldsa")]
fn ml_dsa_signatures_hold_under_their_key_only() {
    let made = |algorithm: &'static PqdsaSigningAlgorithm| {
        let pair = PqdsaKeyPair::generate(algorithm).unwrap();
        let mut signature = vec![0; algorithm.signature_len()];
        pair.sign(MESSAGE, &mut signature).unwrap();
        (pair.public_key().as_ref().to_vec(), signature)
    };
    let (key, signature) = made(&ML_DSA_44_SIGNING);
    let key = PublicKey::MlDsa44(key.as_slice().try_into().unwrap());
    holds_parsed(key, Scheme::MlDsa, &signature);
    let (key, signature) = made(&ML_DSA_65_SIGNING);
    let key = PublicKey::MlDsa65(key.as_slice().try_into().unwrap());
    holds_parsed(key, Scheme::MlDsa, &signature);
    let (key, signature) = made(&ML_DSA_87_SIGNING);
    let key = PublicKey::MlDsa87(key.as_slice().try_into().unwrap());
    holds_parsed(key, Scheme::MlDsa, &signature);
}

/// RFC 8032 section 7.4, "blank": the signature over the empty message.
#[test]
#[cfg(feature = "ed448")]
fn an_ed448_signature_holds_under_its_key_only() {
    let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
    let key: [u8; 57] = hex(
        "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778\
         edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
    )
    .try_into()
    .unwrap();
    let signature = hex(
        "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f\
         2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a\
         9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4db\
         b61149f05a7363268c71d95808ff2e652600",
    );
    let parsed = VerifyingKey::new(&PublicKey::Ed448(&key), Scheme::Ed448).unwrap();
    assert_eq!(parsed.verify(b"", &signature), Ok(()));
    assert_eq!(parsed.verify(b"x", &signature), Err(Error::Wrong));
    for position in (0..signature.len()).step_by(7) {
        let mut flipped = signature.clone();
        flipped[position] ^= 0x80;
        assert_eq!(parsed.verify(b"", &flipped), Err(Error::Wrong));
        assert_eq!(
            parsed.verify(b"", &signature[..position]),
            Err(Error::Wrong)
        );
    }
    for scheme in Scheme::ALL
        .into_iter()
        .filter(|scheme| *scheme != Scheme::Ed448)
    {
        let other = VerifyingKey::new(&PublicKey::Ed448(&key), scheme);
        assert_eq!(other.unwrap_err(), Error::SchemeUnfit);
    }
}

#[test]
#[cfg(feature = "ed448")]
fn bytes_that_are_no_point_are_no_ed448_key() {
    let neutral = {
        let mut bytes = [0; 57];
        bytes[0] = 1;
        bytes
    };
    for wrong in [[0xff; 57], neutral] {
        let refused = VerifyingKey::new(&PublicKey::Ed448(&wrong), Scheme::Ed448);
        assert_eq!(refused.unwrap_err(), Error::Wrong);
    }
}
