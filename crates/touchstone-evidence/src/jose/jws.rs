//! Decides whether a signed token is by a key: JWS in compact form (RFC 7515), with the algorithm that the caller names.

use alloc::vec::Vec;

use super::{Error, Header, compact};
use crate::signature::{self, PublicKey, Scheme};

/// A signature algorithm of RFC 7518 section 3 or RFC 8037.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256, signature of 64 bytes.
    Es256,
    /// ECDSA on P-384 with SHA-384, signature of 96 bytes.
    Es384,
    /// Ed25519 (RFC 8037 section 3.1); Ed448 goes by the same word and is not meant.
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256.
    Ps256,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 7] = [
        Self::Es256,
        Self::Es384,
        Self::EdDsa,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
    ];

    /// The word in `alg`, case-sensitive.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
        }
    }

    const fn scheme(self) -> Scheme {
        match self {
            Self::Es256 => Scheme::EcdsaSha256Fixed,
            Self::Es384 => Scheme::EcdsaSha384Fixed,
            Self::EdDsa => Scheme::Ed25519,
            Self::Rs256 => Scheme::RsaPkcs1Sha256,
            Self::Rs384 => Scheme::RsaPkcs1Sha384,
            Self::Rs512 => Scheme::RsaPkcs1Sha512,
            Self::Ps256 => Scheme::RsaPssSha256,
        }
    }
}

/// A signed token whose shape is right. Nothing in it is authentic yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jws<'a> {
    /// The header.
    pub header: Header,
    /// What is signed together with the header.
    pub payload: Vec<u8>,
    /// Header and payload as they came, with the dot between them.
    signing_input: &'a str,
    signature: Vec<u8>,
}

/// Why a signature is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// `alg` is not the expected one.
    #[error("another signature algorithm")]
    Algorithm,
    /// The header declares extensions (`crit`).
    #[error("header with critical extensions")]
    Critical,
    /// The signature is not by the key over header and payload.
    #[error("signature does not hold")]
    Signature(#[source] signature::Error),
}

/// Reads a token of at most `bytes_max` bytes: three parts, a JSON object as header.
pub fn parse(text: &str, bytes_max: usize) -> Result<Jws<'_>, Error> {
    let [header, payload, signature] = compact::split(text, bytes_max)?;
    let (signing_input, _) = text.rsplit_once('.').ok_or(Error::Parts)?;
    Ok(Jws {
        header: Header::parse(&compact::decode(header, 0)?)?,
        payload: compact::decode(payload, 1)?,
        signing_input,
        signature: compact::decode(signature, 2)?,
    })
}

impl Jws<'_> {
    /// That `alg` is `algorithm`, no extension is declared, and the signature is by `key`.
    pub fn verify(&self, algorithm: Algorithm, key: &PublicKey<'_>) -> Result<(), SignatureError> {
        if self.header.text("alg") != Some(algorithm.name()) {
            return Err(SignatureError::Algorithm);
        }
        if self.header.has("crit") {
            return Err(SignatureError::Critical);
        }
        let message = self.signing_input.as_bytes();
        signature::verify(key, algorithm.scheme(), message, &self.signature)
            .map_err(SignatureError::Signature)
    }
}
