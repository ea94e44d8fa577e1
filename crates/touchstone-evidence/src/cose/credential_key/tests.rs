//! Keys of credentials, made on the spot: one of each kind, and what is refused.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256K1_SHA256_ASN1_SIGNING,
    ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING,
    ML_DSA_87_SIGNING, PqdsaKeyPair, PqdsaSigningAlgorithm,
};
use data_encoding::HEXLOWER;
use minicbor::Encoder;

use super::{CredentialKey, CredentialKeyError, CredentialKeyMap};
use crate::cbor;
use crate::cose::Algorithm;
use crate::signature::PublicKey;

enum Value<'v> {
    Integer(i64),
    Bytes(&'v [u8]),
    True,
}

use Value::{Bytes, Integer, True};

fn map(entries: &[(i64, Value<'_>)]) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.map(u64::try_from(entries.len()).unwrap()).unwrap();
    for (label, value) in entries {
        encoder.i64(*label).unwrap();
        match value {
            Integer(number) => encoder.i64(*number).unwrap(),
            Bytes(bytes) => encoder.bytes(bytes).unwrap(),
            True => encoder.bool(true).unwrap(),
        };
    }
    encoder.into_writer()
}

fn point(algorithm: &'static EcdsaSigningAlgorithm) -> Vec<u8> {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    pair.public_key().as_ref()[1..].to_vec()
}

fn ec2(id: i64, curve: i64, point: &[u8]) -> Vec<u8> {
    let (x, y) = point.split_at(point.len() / 2);
    map(&[
        (1, Integer(2)),
        (3, Integer(id)),
        (-1, Integer(curve)),
        (-2, Bytes(x)),
        (-3, Bytes(y)),
    ])
}

fn rsa(id: i64, modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    map(&[
        (1, Integer(3)),
        (3, Integer(id)),
        (-1, Bytes(modulus)),
        (-2, Bytes(exponent)),
    ])
}

fn okp(id: i64, curve: i64, x: &[u8]) -> Vec<u8> {
    map(&[
        (1, Integer(1)),
        (3, Integer(id)),
        (-1, Integer(curve)),
        (-2, Bytes(x)),
    ])
}

fn akp(id: i64, key: &[u8]) -> Vec<u8> {
    map(&[(1, Integer(7)), (3, Integer(id)), (-1, Bytes(key))])
}

#[track_caller]
fn accepted(bytes: &[u8], algorithm: Algorithm) {
    let key = CredentialKey::parse(bytes).unwrap();
    assert_eq!(key.algorithm(), algorithm);
    assert_eq!(
        algorithm.scheme_for(&key.public_key()),
        Some(key.verifying_key().scheme())
    );
}

#[track_caller]
fn refused(bytes: &[u8]) -> CredentialKeyError {
    CredentialKey::parse(bytes).unwrap_err()
}

#[test]
fn elliptic_curve_keys_are_read_on_their_curves() {
    let p256 = point(&ECDSA_P256_SHA256_ASN1_SIGNING);
    accepted(&ec2(-7, 1, &p256), Algorithm::Es256);
    let key = CredentialKey::parse(&ec2(-7, 1, &p256)).unwrap();
    assert!(matches!(key.public_key(), PublicKey::P256(point) if point[1..] == p256));
    let p384 = point(&ECDSA_P384_SHA384_ASN1_SIGNING);
    accepted(&ec2(-35, 2, &p384), Algorithm::Es384);
    let p521 = point(&ECDSA_P521_SHA512_ASN1_SIGNING);
    accepted(&ec2(-36, 3, &p521), Algorithm::Es512);
    let k1 = point(&ECDSA_P256K1_SHA256_ASN1_SIGNING);
    accepted(&ec2(-47, 8, &k1), Algorithm::Es256k);
    let ed25519 = Ed25519KeyPair::generate().unwrap();
    accepted(&okp(-8, 6, ed25519.public_key().as_ref()), Algorithm::EdDsa);
}

/// RFC 8032 section 7.4, "blank".
const ED448: &str = "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778\
                     edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180";

#[test]
#[cfg(feature = "ed448")]
fn an_ed448_key_is_read_under_its_own_algorithm_only() {
    let key = HEXLOWER.decode(ED448.as_bytes()).unwrap();
    accepted(&okp(-53, 7, &key), Algorithm::Ed448);
    assert_eq!(refused(&okp(-8, 7, &key)), CredentialKeyError::Parameters);
    assert_eq!(refused(&okp(-53, 6, &key)), CredentialKeyError::Parameters);
    assert_eq!(
        refused(&okp(-53, 7, &key[1..])),
        CredentialKeyError::Parameters
    );
}

#[test]
#[cfg(feature = "mldsa")]
fn ml_dsa_keys_are_read_by_their_sizes() {
    let key = |algorithm: &'static PqdsaSigningAlgorithm| {
        let pair = PqdsaKeyPair::generate(algorithm).unwrap();
        pair.public_key().as_ref().to_vec()
    };
    let keys = [&ML_DSA_44_SIGNING, &ML_DSA_65_SIGNING, &ML_DSA_87_SIGNING].map(key);
    let algorithms = [Algorithm::MlDsa44, Algorithm::MlDsa65, Algorithm::MlDsa87];
    for (key, algorithm) in keys.iter().zip(algorithms) {
        accepted(&akp(algorithm.id(), key), algorithm);
        assert_eq!(
            refused(&akp(algorithm.id(), &key[1..])),
            CredentialKeyError::Parameters
        );
    }
    assert_eq!(refused(&akp(-48, &keys[1])), CredentialKeyError::Parameters);
}

#[test]
fn rsa_keys_are_read_for_every_padding_and_with_leading_zeros() {
    let modulus = [0xff; 256];
    for algorithm in [
        Algorithm::Rs256,
        Algorithm::Rs384,
        Algorithm::Rs512,
        Algorithm::Ps256,
        Algorithm::Ps384,
        Algorithm::Ps512,
        Algorithm::Rs1,
    ] {
        accepted(&rsa(algorithm.id(), &modulus, &[1, 0, 1]), algorithm);
    }
    let padded = [&[0, 0], modulus.as_slice()].concat();
    let padded = CredentialKey::parse(&rsa(-257, &padded, &[0, 1, 0, 1])).unwrap();
    let plain = CredentialKey::parse(&rsa(-257, &modulus, &[1, 0, 1])).unwrap();
    assert_eq!(padded.public_key(), plain.public_key());
    accepted(&rsa(-257, &[0x7f; 436], &[1, 0, 1]), Algorithm::Rs256);
}

#[test]
fn rsa_keys_of_refused_sizes_and_exponents_are_none() {
    let wrong = CredentialKeyError::Parameters;
    for modulus in [
        &[0x7f; 256][..],
        &[0xff; 64],
        &[1; 1_025],
        &[],
        &[0; 256],
        &[0xff; 60_000],
    ] {
        assert_eq!(refused(&rsa(-257, modulus, &[1, 0, 1])), wrong);
    }
    for exponent in [&[3][..], &[1, 0, 0], &[1, 0, 0, 0, 1], &[]] {
        assert_eq!(refused(&rsa(-257, &[0xff; 256], exponent)), wrong);
    }
}

#[test]
fn points_off_the_curve_and_compressed_points_are_no_keys() {
    let mut p256 = point(&ECDSA_P256_SHA256_ASN1_SIGNING);
    let compressed = map(&[
        (1, Integer(2)),
        (3, Integer(-7)),
        (-1, Integer(1)),
        (-2, Bytes(&p256[..32])),
        (-3, True),
    ]);
    assert_eq!(refused(&compressed), CredentialKeyError::Parameters);
    p256[63] ^= 1;
    assert_eq!(refused(&ec2(-7, 1, &p256)), CredentialKeyError::Parameters);
    assert_eq!(
        refused(&ec2(-7, 1, &[0; 64])),
        CredentialKeyError::Parameters
    );
}

#[test]
fn kinds_curves_and_sizes_are_those_of_the_algorithm() {
    let p256 = point(&ECDSA_P256_SHA256_ASN1_SIGNING);
    let ed25519 = Ed25519KeyPair::generate().unwrap();
    let ed25519 = ed25519.public_key().as_ref();
    for wrong in [
        ec2(-35, 1, &p256),
        ec2(-7, 2, &p256),
        ec2(-7, 8, &p256),
        ec2(-47, 1, &p256),
        ec2(-8, 1, &p256),
        ec2(-257, 1, &p256),
        okp(-7, 6, ed25519),
        okp(-8, 7, ed25519),
        okp(-8, 6, &ed25519[1..]),
        akp(-7, &p256),
        akp(-8, ed25519),
        rsa(-7, &[0xff; 256], &[1, 0, 1]),
        map(&[(1, Integer(2)), (3, Integer(-7))]),
        map(&[(1, Integer(9)), (3, Integer(-7))]),
    ] {
        assert_eq!(refused(&wrong), CredentialKeyError::Parameters);
    }
    let (x, y) = p256.split_at(31);
    let shifted = [
        (1, Integer(2)),
        (3, Integer(-7)),
        (-1, Integer(1)),
        (-2, Bytes(x)),
        (-3, Bytes(y)),
    ];
    assert_eq!(refused(&map(&shifted)), CredentialKeyError::Parameters);
}

#[test]
fn unknown_algorithms_are_told_apart_from_malformed_keys() {
    for algorithm in [-42, -9, 0, 7, i64::MIN] {
        let key = map(&[(1, Integer(2)), (3, Integer(algorithm))]);
        assert_eq!(
            refused(&key),
            CredentialKeyError::AlgorithmUnsupported { algorithm }
        );
    }
}

#[test]
fn keys_are_strict_cbor_maps_with_kind_and_algorithm() {
    let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
    let error = |text: &str| CredentialKeyMap::parse(&hex(text)).unwrap_err();
    let strict = |text: &str| match error(text) {
        CredentialKeyError::Cbor(error) => error,
        other => panic!("{text}: {other}"),
    };
    assert_eq!(strict("a301020326032a"), cbor::Error::DuplicateKey);
    assert_eq!(strict("bf01020326ff"), cbor::Error::NotShortest);
    assert_eq!(strict("a20102033806"), cbor::Error::NotShortest);
    assert_eq!(
        strict("a2180102 0326".replace(' ', "").as_str()),
        cbor::Error::NotShortest
    );
    assert_eq!(strict("d9d9f7a201020326"), cbor::Error::Tagged);
    assert_eq!(strict("a20102032600"), cbor::Error::Trailing);
    assert_eq!(strict("a2010203"), cbor::Error::Malformed);
    assert_eq!(error("a0"), CredentialKeyError::LabelMissing { label: 1 });
    assert_eq!(error("80"), CredentialKeyError::LabelMissing { label: 1 });
    assert_eq!(
        error("a10326"),
        CredentialKeyError::LabelMissing { label: 1 }
    );
    assert_eq!(
        error("a10102"),
        CredentialKeyError::LabelMissing { label: 3 }
    );
    assert_eq!(
        error("a201020363455332"),
        CredentialKeyError::LabelMissing { label: 3 }
    );
    let many: Vec<_> = (0..17).map(|label| (label, Integer(0))).collect();
    let many = CredentialKeyMap::parse(&map(&many)).unwrap_err();
    assert_eq!(many, CredentialKeyError::Cbor(cbor::Error::TooManyEntries));
}
