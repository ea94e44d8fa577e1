//! Which signature keys exist, where do they come from, and how do they sign? ECDSA and RSA by RustCrypto.
//!
//! EC keys are derived from a seed and a label and sign deterministically (RFC 6979); RSA keys are
//! committed files. Test keys only.

mod rsa_file;

use std::sync::Arc;

use p256::ecdsa::signature::hazmat::PrehashSigner;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::{Digest, Sha256, Sha384};

pub(crate) use rsa_file::RsaFile;

use crate::der;

const ID_EC_PUBLIC_KEY: &[u32] = &[1, 2, 840, 10045, 2, 1];
const PRIME256V1: &[u32] = &[1, 2, 840, 10045, 3, 1, 7];
const SECP384R1: &[u32] = &[1, 3, 132, 0, 34];
const ECDSA_WITH_SHA256: &[u32] = &[1, 2, 840, 10045, 4, 3, 2];
const ECDSA_WITH_SHA384: &[u32] = &[1, 2, 840, 10045, 4, 3, 3];
const RSA_ENCRYPTION: &[u32] = &[1, 2, 840, 113_549, 1, 1, 1];
const SHA256_WITH_RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 11];
const SHA384_WITH_RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 12];

/// SHA-256 of `message`.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}

/// 32 bytes that depend on the seed and the label and on nothing else.
pub(crate) fn derive(seed: &[u8; 32], label: &str) -> [u8; 32] {
    sha256(&[seed.as_slice(), label.as_bytes()].concat())
}

/// The digest of a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
}

impl Hash {
    /// `AlgorithmIdentifier` of ECDSA with this digest.
    pub(crate) fn ecdsa_algorithm(self) -> Vec<u8> {
        let arcs = match self {
            Self::Sha256 => ECDSA_WITH_SHA256,
            Self::Sha384 => ECDSA_WITH_SHA384,
        };
        der::sequence(&[&der::object_identifier(arcs)])
    }

    /// `AlgorithmIdentifier` of RSA PKCS#1 1.5 with this digest.
    fn rsa_algorithm(self) -> Vec<u8> {
        let arcs = match self {
            Self::Sha256 => SHA256_WITH_RSA,
            Self::Sha384 => SHA384_WITH_RSA,
        };
        der::sequence(&[&der::object_identifier(arcs), &der::NULL])
    }

    fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
        }
    }
}

/// A private signature key. It has no `Debug`: nothing prints it.
#[derive(Clone)]
pub(crate) enum SigningKey {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa(Arc<RsaPrivateKey>),
}

impl SigningKey {
    /// The P-256 key of this seed and label.
    pub(crate) fn p256(seed: &[u8; 32], label: &str) -> Self {
        // A digest that is no scalar (once in 2^32) is hashed again.
        let mut candidate = derive(seed, label);
        loop {
            if let Ok(key) = p256::ecdsa::SigningKey::from_slice(&candidate) {
                return Self::P256(key);
            }
            candidate = sha256(&candidate);
        }
    }

    /// The P-384 key of this seed and label.
    pub(crate) fn p384(seed: &[u8; 32], label: &str) -> Self {
        let mut candidate = Sha384::digest(derive(seed, label));
        loop {
            if let Ok(key) = p384::ecdsa::SigningKey::from_slice(&candidate) {
                return Self::P384(key);
            }
            candidate = Sha384::digest(candidate);
        }
    }

    /// The RSA key of this file.
    pub(crate) fn rsa(file: RsaFile) -> Self {
        Self::Rsa(file.key())
    }

    /// The public key as it stands in the BIT STRING of a certificate: an uncompressed X9.62 point, or
    /// `RSAPublicKey` (RFC 8017 A.1.1).
    #[expect(
        clippy::expect_used,
        reason = "modulus and exponent of a key always encode"
    )]
    pub(crate) fn subject_public_key(&self) -> Vec<u8> {
        match self {
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::Rsa(key) => {
                let der = key.to_public_key().to_pkcs1_der();
                der.expect("an RSA key encodes").as_bytes().to_vec()
            }
        }
    }

    /// The public key as `SubjectPublicKeyInfo`.
    pub(crate) fn public_key_info(&self) -> Vec<u8> {
        let curve = match self {
            Self::P256(_) => der::object_identifier(PRIME256V1),
            Self::P384(_) => der::object_identifier(SECP384R1),
            Self::Rsa(_) => der::NULL.to_vec(),
        };
        let algorithm = match self {
            Self::P256(_) | Self::P384(_) => ID_EC_PUBLIC_KEY,
            Self::Rsa(_) => RSA_ENCRYPTION,
        };
        der::sequence(&[
            &der::sequence(&[&der::object_identifier(algorithm), &curve]),
            &der::bit_string(0, &self.subject_public_key()),
        ])
    }

    /// `AlgorithmIdentifier` of what [`Self::sign`] makes.
    pub(crate) fn signature_algorithm(&self, hash: Hash) -> Vec<u8> {
        match self {
            Self::P256(_) | Self::P384(_) => hash.ecdsa_algorithm(),
            Self::Rsa(_) => hash.rsa_algorithm(),
        }
    }

    /// The signature over `message`: ECDSA in DER, or RSA PKCS#1 1.5.
    pub(crate) fn sign(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        self.sign_digest(&hash.digest(message))
    }

    /// The same over a digest of SHA-256 (32 bytes) or SHA-384 (48).
    #[expect(
        clippy::expect_used,
        reason = "ECDSA fails for digests under 24 bytes, RSA for keys under 736 bits only"
    )]
    pub(crate) fn sign_digest(&self, digest: &[u8]) -> Vec<u8> {
        const SIGNS: &str = "the digest has 32 or 48 bytes";
        let wide = digest.len() == 48;
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign_prehash(digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::Rsa(key) if wide => {
                let padding = Pkcs1v15Sign::new::<Sha384>();
                key.sign(padding, digest).expect(SIGNS)
            }
            Self::Rsa(key) => {
                let padding = Pkcs1v15Sign::new::<Sha256>();
                key.sign(padding, digest).expect(SIGNS)
            }
        }
    }
}

#[cfg(test)]
mod tests;
