//! What does an authenticator keep of a registration? The key pair with its id, the RP and user it is for, and
//! its counter.

use std::fmt;
use std::sync::Arc;

use ml_dsa::MlDsaParams;

use super::algorithm::Algorithm;
use crate::cbor::Cbor;
use crate::key::{Ed448Key, SigningKey, derive};

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
        let id = derive(seed, &format!("credential id {label}"));
        let key = algorithm.key(seed, &format!("credential key {label}"));
        Self::with_key(algorithm, &id, key)
    }

    /// The credential with this private key, as published examples print it: the scalar of ECDSA, big-endian;
    /// the secret of EdDSA; the seed of ML-DSA. `None` for RSA, and where the bytes are no key.
    #[must_use]
    pub fn of_secret(algorithm: Algorithm, id: &[u8], secret: &[u8]) -> Option<Self> {
        let key = key_of_secret(algorithm, secret)?;
        Some(Self::with_key(algorithm, id, key))
    }

    fn with_key(algorithm: Algorithm, id: &[u8], key: SigningKey) -> Self {
        Self {
            id: id.to_vec(),
            rp_id: String::new(),
            user_handle: Vec::new(),
            algorithm,
            sign_count: 0,
            discoverable: false,
            backup_eligible: false,
            key,
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

fn key_of_secret(algorithm: Algorithm, secret: &[u8]) -> Option<SigningKey> {
    Some(match algorithm {
        Algorithm::Es256 => SigningKey::P256(p256::ecdsa::SigningKey::from_slice(secret).ok()?),
        Algorithm::Es384 => SigningKey::P384(p384::ecdsa::SigningKey::from_slice(secret).ok()?),
        Algorithm::Es512 => SigningKey::P521(p521::ecdsa::SigningKey::from_slice(secret).ok()?),
        Algorithm::Es256k => {
            SigningKey::Secp256k1(k256::ecdsa::SigningKey::from_slice(secret).ok()?)
        }
        Algorithm::EdDsa => {
            let secret = secret.try_into().ok()?;
            SigningKey::Ed25519(ed25519_dalek::SigningKey::from_bytes(secret))
        }
        Algorithm::Ed448 => SigningKey::Ed448(Ed448Key::new(secret.try_into().ok()?)),
        Algorithm::MlDsa44 => SigningKey::MlDsa44(Arc::new(of_seed(secret)?)),
        Algorithm::MlDsa65 => SigningKey::MlDsa65(Arc::new(of_seed(secret)?)),
        Algorithm::MlDsa87 => SigningKey::MlDsa87(Arc::new(of_seed(secret)?)),
        _ => return None,
    })
}

fn of_seed<P: MlDsaParams>(seed: &[u8]) -> Option<ml_dsa::SigningKey<P>> {
    let seed: [u8; 32] = seed.try_into().ok()?;
    Some(ml_dsa::SigningKey::from_seed(&seed.into()))
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
