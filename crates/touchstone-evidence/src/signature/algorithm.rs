//! Decides which scheme fits which kind of key, and what the library calls the pair.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA384_ASN1,
    ECDSA_P256_SHA512_ASN1, ECDSA_P256K1_SHA256_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA512_ASN1,
    ECDSA_P521_SHA256_ASN1, ECDSA_P521_SHA384_ASN1, ECDSA_P521_SHA512_ASN1, ED25519, ML_DSA_44,
    ML_DSA_65, ML_DSA_87, RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, VerificationAlgorithm,
};

use super::{PublicKey, Scheme};

/// The library's algorithm for a key and a scheme; `None` when they do not fit, or the library has none.
pub(super) fn of(
    key: &PublicKey<'_>,
    scheme: Scheme,
) -> Option<&'static dyn VerificationAlgorithm> {
    match key {
        PublicKey::Rsa(_) => rsa(scheme),
        PublicKey::Ed25519(_) if scheme == Scheme::Ed25519 => Some(&ED25519),
        PublicKey::MlDsa44(_) if is_ml_dsa(scheme) => Some(&ML_DSA_44),
        PublicKey::MlDsa65(_) if is_ml_dsa(scheme) => Some(&ML_DSA_65),
        PublicKey::MlDsa87(_) if is_ml_dsa(scheme) => Some(&ML_DSA_87),
        _ => ecdsa(key, scheme),
    }
}

fn is_ml_dsa(scheme: Scheme) -> bool {
    cfg!(feature = "mldsa") && scheme == Scheme::MlDsa
}

fn ecdsa(key: &PublicKey<'_>, scheme: Scheme) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (key, scheme) {
        (PublicKey::P256(_), Scheme::EcdsaSha256) => &ECDSA_P256_SHA256_ASN1,
        (PublicKey::P256(_), Scheme::EcdsaSha384) => &ECDSA_P256_SHA384_ASN1,
        (PublicKey::P256(_), Scheme::EcdsaSha512) => &ECDSA_P256_SHA512_ASN1,
        (PublicKey::P256(_), Scheme::EcdsaSha256Fixed) => &ECDSA_P256_SHA256_FIXED,
        (PublicKey::P384(_), Scheme::EcdsaSha256) => &ECDSA_P384_SHA256_ASN1,
        (PublicKey::P384(_), Scheme::EcdsaSha384) => &ECDSA_P384_SHA384_ASN1,
        (PublicKey::P384(_), Scheme::EcdsaSha512) => &ECDSA_P384_SHA512_ASN1,
        (PublicKey::P384(_), Scheme::EcdsaSha384Fixed) => &ECDSA_P384_SHA384_FIXED,
        (PublicKey::P521(_), Scheme::EcdsaSha256) => &ECDSA_P521_SHA256_ASN1,
        (PublicKey::P521(_), Scheme::EcdsaSha384) => &ECDSA_P521_SHA384_ASN1,
        (PublicKey::P521(_), Scheme::EcdsaSha512) => &ECDSA_P521_SHA512_ASN1,
        (PublicKey::Secp256k1(_), Scheme::EcdsaSha256) => &ECDSA_P256K1_SHA256_ASN1,
        _ => return None,
    })
}

fn rsa(scheme: Scheme) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match scheme {
        Scheme::RsaPkcs1Sha1 => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Scheme::RsaPkcs1Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        Scheme::RsaPkcs1Sha384 => &RSA_PKCS1_2048_8192_SHA384,
        Scheme::RsaPkcs1Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        Scheme::RsaPssSha256 => &RSA_PSS_2048_8192_SHA256,
        Scheme::RsaPssSha384 => &RSA_PSS_2048_8192_SHA384,
        Scheme::RsaPssSha512 => &RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}
