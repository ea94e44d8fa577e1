//! Decides which two keys of an app open its classic tokens: an AES key of 32 bytes and a P-256 key in DER.

use core::fmt;

use zeroize::Zeroizing;

use crate::signature::{PublicKey, TrustedKey};
use crate::x509::SubjectPublicKeyInfo;

const DECRYPTION_KEY_BYTES: usize = 32;

/// The keys of an app that the Play Console hands out. `Debug` shows neither; the secret one is wiped when dropped.
#[derive(Clone)]
pub struct Keys {
    pub(super) decryption: Zeroizing<[u8; DECRYPTION_KEY_BYTES]>,
    /// The uncompressed point.
    pub(super) verification: [u8; 65],
}

/// Why bytes are not the keys of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The decryption key does not have 32 bytes.
    #[error("decryption key not of 32 bytes")]
    DecryptionKey,
    /// The verification key is no SubjectPublicKeyInfo in DER with a P-256 point.
    #[error("verification key not a P-256 SubjectPublicKeyInfo in DER")]
    VerificationKey,
}

impl Keys {
    /// From 32 bytes and a SubjectPublicKeyInfo in DER.
    pub fn new(decryption_key: &[u8], verification_key_spki: &[u8]) -> Result<Self, KeysError> {
        let decryption = <[u8; DECRYPTION_KEY_BYTES]>::try_from(decryption_key);
        let decryption = decryption.map_err(|_| KeysError::DecryptionKey)?;
        let verification = point(verification_key_spki).ok_or(KeysError::VerificationKey)?;
        Ok(Self {
            decryption: Zeroizing::new(decryption),
            verification,
        })
    }
}

/// The point of a P-256 key, if it is on its curve.
fn point(spki: &[u8]) -> Option<[u8; 65]> {
    let key = SubjectPublicKeyInfo::from_der(spki).ok()?.public_key()?;
    TrustedKey::new(&key).ok()?;
    match key {
        PublicKey::P256(point) => Some(*point),
        _ => None,
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}
