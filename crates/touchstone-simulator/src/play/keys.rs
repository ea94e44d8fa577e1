//! Which keys does the Play console give for an app? One to decrypt tokens, one to verify them.

use std::fmt;

use data_encoding::BASE64;

use crate::key::{SigningKey, derive};

/// The keys of one app, both halves of them.
#[derive(Clone)]
pub struct PlayKeys {
    pub(super) decryption: [u8; 32],
    pub(super) verification: SigningKey,
}

impl PlayKeys {
    /// The keys of this seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            decryption: derive(&seed, "decryption key"),
            verification: SigningKey::p256(&seed, "verification key"),
        }
    }

    /// The 32 bytes that open tokens.
    #[must_use]
    pub fn decryption_key(&self) -> [u8; 32] {
        self.decryption
    }

    /// The public key that verifies tokens: `SubjectPublicKeyInfo` on P-256, DER.
    #[must_use]
    pub fn verification_key(&self) -> Vec<u8> {
        self.verification.public_key_info()
    }

    /// The decryption key in base64, as the console shows it.
    #[must_use]
    pub fn decryption_key_base64(&self) -> String {
        BASE64.encode(&self.decryption)
    }

    /// The verification key in base64, as the console shows it.
    #[must_use]
    pub fn verification_key_base64(&self) -> String {
        BASE64.encode(&self.verification_key())
    }
}

impl fmt::Debug for PlayKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PlayKeys").finish_non_exhaustive()
    }
}
