//! Decides whether a signature is right: the one place that asks the cryptography library.
//!
//! A scheme fits a kind of key or it does not; what does not fit is refused, never tried. SHA-1 and RSA below 2,048
//! or above 8,192 bits are in no scheme (spec mobile.md section 8).

mod algorithm;
mod rsa;
mod trusted_key;

use aws_lc_rs::signature::UnparsedPublicKey;

pub use trusted_key::TrustedKey;

/// A signature scheme: how the message is hashed and what kind of key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// ECDSA with SHA-256, signature in DER.
    EcdsaSha256,
    /// ECDSA with SHA-384, signature in DER.
    EcdsaSha384,
    /// ECDSA with SHA-512, signature in DER.
    EcdsaSha512,
    /// ECDSA with SHA-256, signature as r and s of 32 bytes each: ES256 of RFC 7518 section 3.4, P-256 only.
    EcdsaSha256Fixed,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaPkcs1Sha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RsaPkcs1Sha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaPkcs1Sha512,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes: PS256 of RFC 7518 section 3.5.
    RsaPssSha256,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: [Self; 8] = [
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
        Self::EcdsaSha256Fixed,
        Self::RsaPkcs1Sha256,
        Self::RsaPkcs1Sha384,
        Self::RsaPkcs1Sha512,
        Self::RsaPssSha256,
    ];
}

/// A public key that can verify; only its shape is checked until it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicKey<'a> {
    /// P-256: the uncompressed point.
    P256(&'a [u8; 65]),
    /// P-384: the uncompressed point.
    P384(&'a [u8; 97]),
    /// P-521: the uncompressed point.
    P521(&'a [u8; 133]),
    /// RSA: the `RSAPublicKey` of PKCS #1 in DER.
    Rsa(&'a [u8]),
}

impl<'a> PublicKey<'a> {
    /// The bytes as the library takes them.
    pub(crate) const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::P256(point) => *point,
            Self::P384(point) => *point,
            Self::P521(point) => *point,
            Self::Rsa(key) => key,
        }
    }
}

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The scheme does not fit the key.
    #[error("signature scheme does not fit the key")]
    SchemeUnfit,
    /// The signature is not by this key over this message, or the key is none.
    #[error("signature wrong")]
    Wrong,
}

/// That `signature` is by `key` over `message`.
pub fn verify(
    key: &PublicKey<'_>,
    scheme: Scheme,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Error> {
    let algorithm = algorithm::of(key, scheme).ok_or(Error::SchemeUnfit)?;
    let unparsed = UnparsedPublicKey::new(algorithm, key.bytes());
    unparsed
        .verify(message, signature)
        .map_err(|_| Error::Wrong)
}

#[cfg(test)]
mod tests;
