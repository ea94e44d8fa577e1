//! What does an authenticator keep of a registration? The key pair with its id, the RP and user it is for, and
//! its counter.

use std::fmt;

use super::algorithm::Algorithm;
use crate::cbor::Cbor;
use crate::key::{SigningKey, derive};

/// A credential with its private key. Clones share nothing: a clone is an authenticator's twin.
#[derive(Clone)]
pub struct Credential {
    /// The credential id.
    pub id: Vec<u8>,
    /// The RP id, or the AppID of a credential that was registered by U2F.
    pub rp_id: String,
    /// The user handle.
    pub user_handle: Vec<u8>,
    /// What the key signs with.
    pub algorithm: Algorithm,
    /// The counter that was sent last.
    pub sign_count: u32,
    /// Whether it can be found without its id, and tells the user handle.
    pub discoverable: bool,
    /// Whether it may be backed up, as the registration said.
    pub backup_eligible: bool,
    pub(super) key: SigningKey,
}

impl Credential {
    /// The credential of this seed and label; RSA keys are the same for every seed.
    #[must_use]
    pub fn new(algorithm: Algorithm, seed: &[u8; 32], label: &str) -> Self {
        Self {
            id: derive(seed, &format!("credential id {label}")).to_vec(),
            rp_id: String::new(),
            user_handle: Vec::new(),
            algorithm,
            sign_count: 0,
            discoverable: false,
            backup_eligible: false,
            key: algorithm.key(seed, &format!("credential key {label}")),
        }
    }

    /// The public key in COSE form.
    #[must_use]
    pub fn cose_key(&self) -> Cbor {
        self.algorithm.cose_key(&self.key)
    }

    /// The public key as `SubjectPublicKeyInfo`, DER.
    #[must_use]
    pub fn public_key_info(&self) -> Vec<u8> {
        self.key.public_key_info()
    }

    /// A signature over `message`.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.algorithm.sign(&self.key, message)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credential")
            .field("rp_id", &self.rp_id)
            .field("algorithm", &self.algorithm)
            .field("sign_count", &self.sign_count)
            .finish_non_exhaustive()
    }
}
