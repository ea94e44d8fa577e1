//! Which signature keys exist, where do they come from, and how do they sign? ECDSA by RustCrypto.
//!
//! Keys are derived from a seed and a label, signatures are deterministic (RFC 6979). Test keys only.

use p256::ecdsa::signature::hazmat::PrehashSigner;
use sha2::{Digest, Sha256, Sha384};

use crate::der;

const ID_EC_PUBLIC_KEY: &[u32] = &[1, 2, 840, 10045, 2, 1];
const PRIME256V1: &[u32] = &[1, 2, 840, 10045, 3, 1, 7];
const SECP384R1: &[u32] = &[1, 3, 132, 0, 34];
const ECDSA_WITH_SHA256: &[u32] = &[1, 2, 840, 10045, 4, 3, 2];
const ECDSA_WITH_SHA384: &[u32] = &[1, 2, 840, 10045, 4, 3, 3];

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

    /// The public key as an uncompressed X9.62 point.
    pub(crate) fn public_point(&self) -> Vec<u8> {
        match self {
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// The public key as `SubjectPublicKeyInfo`.
    pub(crate) fn public_key_info(&self) -> Vec<u8> {
        let curve = match self {
            Self::P256(_) => PRIME256V1,
            Self::P384(_) => SECP384R1,
        };
        der::sequence(&[
            &der::sequence(&[
                &der::object_identifier(ID_EC_PUBLIC_KEY),
                &der::object_identifier(curve),
            ]),
            &der::bit_string(0, &self.public_point()),
        ])
    }

    /// The ECDSA signature (DER) over `message`.
    pub(crate) fn sign(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        self.sign_digest(&hash.digest(message))
    }

    /// The ECDSA signature (DER) over a digest of 32 or 48 bytes.
    #[expect(
        clippy::expect_used,
        reason = "signing fails for digests shorter than half the curve only: 16 or 24 bytes"
    )]
    pub(crate) fn sign_digest(&self, digest: &[u8]) -> Vec<u8> {
        const SIGNS: &str = "the digest has 32 or 48 bytes";
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign_prehash(digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
        }
    }
}

#[cfg(test)]
mod tests;
