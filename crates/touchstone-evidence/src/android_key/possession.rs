//! Decides whether whoever sends a chain, or uses a registered key, has its private key: check K18 (spec mobile.md
//! section 4.7).

use alloc::vec::Vec;

use crate::signature::{self, PublicKey, Scheme, TrustedKey};
use crate::x509::SubjectPublicKeyInfo;

/// Keeps these signatures apart from all others that the key may make.
const CONTEXT: &[u8] = b"touchstone-android-key-v1\0";

/// Why a proof of possession does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PossessionError {
    /// The signature is not by this key over the final nonce.
    #[error("proof of possession wrong")]
    Invalid,
    /// The key is none that verifies here: neither EC on P-256, P-384 or P-521 nor RSA of 2,048 to 8,192 bits.
    #[error("proof of possession by a key that is not supported")]
    Unsupported,
}

impl PossessionError {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Invalid => "android_pop_invalid",
            Self::Unsupported => "android_pop_unsupported",
        }
    }

    /// The check that failed.
    pub const fn check(&self) -> &'static str {
        "K18"
    }
}

/// That `signature` is by the key in `spki` (SubjectPublicKeyInfo in DER) over the final nonce: ECDSA with SHA-256 in
/// DER, or RSASSA-PKCS1-v1_5 with SHA-256.
pub fn verify_possession(
    spki: &[u8],
    final_nonce: &[u8],
    signature: &[u8],
) -> Result<(), PossessionError> {
    let spki = SubjectPublicKeyInfo::from_der(spki).map_err(|_| PossessionError::Unsupported)?;
    let key = spki.public_key().ok_or(PossessionError::Unsupported)?;
    let scheme = match key {
        PublicKey::P256(_) | PublicKey::P384(_) | PublicKey::P521(_) => Scheme::EcdsaSha256,
        PublicKey::Rsa(_) => {
            // Tells an RSA key of a refused size from a wrong signature.
            TrustedKey::new(&key).map_err(|_| PossessionError::Unsupported)?;
            Scheme::RsaPkcs1Sha256
        }
        _ => return Err(PossessionError::Unsupported),
    };
    let message: Vec<u8> = [CONTEXT, final_nonce].concat();
    signature::verify(&key, scheme, &message, signature).map_err(|_| PossessionError::Invalid)
}

#[cfg(test)]
mod tests;
