//! Decides which scheme fits which kind of key, and what the library calls the pair.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA384_ASN1,
    ECDSA_P256_SHA512_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA512_ASN1,
    ECDSA_P521_SHA256_ASN1, ECDSA_P521_SHA384_ASN1, ECDSA_P521_SHA512_ASN1,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, VerificationAlgorithm,
};

use super::{PublicKey, Scheme};

/// The library's algorithm for a key and a scheme; `None` when they do not fit.
pub(super) fn of(
    key: &PublicKey<'_>,
    scheme: Scheme,
) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (key, scheme) {
        (PublicKey::P256(_), Scheme::EcdsaSha256) => &ECDSA_P256_SHA256_ASN1,
        (PublicKey::P256(_), Scheme::EcdsaSha384) => &ECDSA_P256_SHA384_ASN1,
        (PublicKey::P256(_), Scheme::EcdsaSha512) => &ECDSA_P256_SHA512_ASN1,
        (PublicKey::P256(_), Scheme::EcdsaSha256Fixed) => &ECDSA_P256_SHA256_FIXED,
        (PublicKey::P384(_), Scheme::EcdsaSha256) => &ECDSA_P384_SHA256_ASN1,
        (PublicKey::P384(_), Scheme::EcdsaSha384) => &ECDSA_P384_SHA384_ASN1,
        (PublicKey::P384(_), Scheme::EcdsaSha512) => &ECDSA_P384_SHA512_ASN1,
        (PublicKey::P521(_), Scheme::EcdsaSha256) => &ECDSA_P521_SHA256_ASN1,
        (PublicKey::P521(_), Scheme::EcdsaSha384) => &ECDSA_P521_SHA384_ASN1,
        (PublicKey::P521(_), Scheme::EcdsaSha512) => &ECDSA_P521_SHA512_ASN1,
        (PublicKey::Rsa(_), Scheme::RsaPkcs1Sha256) => &RSA_PKCS1_2048_8192_SHA256,
        (PublicKey::Rsa(_), Scheme::RsaPkcs1Sha384) => &RSA_PKCS1_2048_8192_SHA384,
        (PublicKey::Rsa(_), Scheme::RsaPkcs1Sha512) => &RSA_PKCS1_2048_8192_SHA512,
        (PublicKey::Rsa(_), Scheme::RsaPssSha256) => &RSA_PSS_2048_8192_SHA256,
        _ => return None,
    })
}
