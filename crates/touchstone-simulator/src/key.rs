//! Which signature keys exist, where do they come from, and how do they sign? RustCrypto, and Ed448 by hand.
//!
//! EC keys are derived from a seed and a label and sign deterministically (RFC 6979); so are and do those of
//! EdDSA and ML-DSA. RSA keys are committed files. Test keys only.

mod ed448;
mod hash;
mod public;
mod rsa_file;
mod rsa_sign;

use std::sync::Arc;

use ed25519_dalek::Signer as _;
use ml_dsa::{MlDsa44, MlDsa65, MlDsa87};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use rsa::RsaPrivateKey;
use sha2::{Digest, Sha256, Sha384, Sha512};

pub(crate) use ed448::Ed448Key;
pub(crate) use hash::Hash;
pub(crate) use rsa_file::RsaFile;

/// SHA-256 of `message`.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}

/// 32 bytes that depend on the seed and the label and on nothing else.
pub(crate) fn derive(seed: &[u8; 32], label: &str) -> [u8; 32] {
    sha256(&[seed.as_slice(), label.as_bytes()].concat())
}

/// A private signature key. It has no `Debug`: nothing prints it.
#[derive(Clone)]
pub(crate) enum SigningKey {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Secp256k1(k256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
    Ed448(Ed448Key),
    Rsa(Arc<RsaPrivateKey>),
    MlDsa44(Arc<ml_dsa::SigningKey<MlDsa44>>),
    MlDsa65(Arc<ml_dsa::SigningKey<MlDsa65>>),
    MlDsa87(Arc<ml_dsa::SigningKey<MlDsa87>>),
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

    /// The P-521 key of this seed and label.
    pub(crate) fn p521(seed: &[u8; 32], label: &str) -> Self {
        let mut candidate = Sha512::digest(derive(seed, label));
        loop {
            // 512 bits are below the order, which has 521.
            let scalar = [&[0; 2], candidate.as_slice()].concat();
            if let Ok(key) = p521::ecdsa::SigningKey::from_slice(&scalar) {
                return Self::P521(key);
            }
            candidate = Sha512::digest(candidate);
        }
    }

    /// The secp256k1 key of this seed and label.
    pub(crate) fn secp256k1(seed: &[u8; 32], label: &str) -> Self {
        let mut candidate = derive(seed, label);
        loop {
            if let Ok(key) = k256::ecdsa::SigningKey::from_slice(&candidate) {
                return Self::Secp256k1(key);
            }
            candidate = sha256(&candidate);
        }
    }

    /// The Ed25519 key of this seed and label.
    pub(crate) fn ed25519(seed: &[u8; 32], label: &str) -> Self {
        let secret = derive(seed, label);
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&secret))
    }

    /// The Ed448 key of this seed and label.
    pub(crate) fn ed448(seed: &[u8; 32], label: &str) -> Self {
        let digest = Sha512::digest(derive(seed, label));
        let mut secret = [0; ed448::KEY_BYTES];
        secret
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        Self::Ed448(Ed448Key::new(&secret))
    }

    /// The ML-DSA-44 key of this seed and label.
    pub(crate) fn ml_dsa_44(seed: &[u8; 32], label: &str) -> Self {
        let secret = derive(seed, label).into();
        Self::MlDsa44(Arc::new(ml_dsa::SigningKey::from_seed(&secret)))
    }

    /// The ML-DSA-65 key of this seed and label.
    pub(crate) fn ml_dsa_65(seed: &[u8; 32], label: &str) -> Self {
        let secret = derive(seed, label).into();
        Self::MlDsa65(Arc::new(ml_dsa::SigningKey::from_seed(&secret)))
    }

    /// The ML-DSA-87 key of this seed and label.
    pub(crate) fn ml_dsa_87(seed: &[u8; 32], label: &str) -> Self {
        let secret = derive(seed, label).into();
        Self::MlDsa87(Arc::new(ml_dsa::SigningKey::from_seed(&secret)))
    }

    /// The RSA key of this file.
    pub(crate) fn rsa(file: RsaFile) -> Self {
        Self::Rsa(file.key())
    }

    /// The signature over `message`: ECDSA in DER, RSA PKCS#1 1.5, or what EdDSA and ML-DSA make without
    /// any hash of ours.
    pub(crate) fn sign(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Self::Ed448(key) => key.sign(message),
            Self::MlDsa44(key) => key.sign(message).encode().to_vec(),
            Self::MlDsa65(key) => key.sign(message).encode().to_vec(),
            Self::MlDsa87(key) => key.sign(message).encode().to_vec(),
            _ => self.sign_digest(&hash.digest(message)),
        }
    }

    /// RSA-PSS with a salt as long as the digest, which comes from the message. Another key than an RSA key
    /// gives nothing.
    pub(crate) fn sign_pss(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => rsa_sign::pss(key, hash, message),
            _ => Vec::new(),
        }
    }

    /// ECDSA or RSA PKCS#1 1.5 over a digest of SHA-1, SHA-256, SHA-384 or SHA-512. EdDSA and ML-DSA sign no
    /// digests and give nothing.
    #[expect(
        clippy::expect_used,
        reason = "ECDSA fails for digests of under half the width of the field only, which are widened"
    )]
    pub(crate) fn sign_digest(&self, digest: &[u8]) -> Vec<u8> {
        const SIGNS: &str = "the digest is wide enough";
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::P384(key) => {
                let digest = widened::<48>(digest);
                let signature: p384::ecdsa::Signature = key.sign_prehash(&digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::P521(key) => {
                let digest = widened::<66>(digest);
                let signature: p521::ecdsa::Signature = key.sign_prehash(&digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::Secp256k1(key) => {
                let signature: k256::ecdsa::Signature = key.sign_prehash(digest).expect(SIGNS);
                signature.to_der().as_bytes().to_vec()
            }
            Self::Rsa(key) => rsa_sign::pkcs1v15(key, digest),
            _ => Vec::new(),
        }
    }
}

/// The digest as the number that it is in a field of `N` bytes, where it is too short to be taken as it is.
fn widened<const N: usize>(digest: &[u8]) -> Vec<u8> {
    let missing = match digest.len() * 2 < N {
        true => N - digest.len(),
        false => 0,
    };
    [vec![0; missing].as_slice(), digest].concat()
}

#[cfg(test)]
mod tests;
