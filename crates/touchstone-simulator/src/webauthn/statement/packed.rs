//! What does a packed statement look like (WebAuthn L3 8.2)?

use super::{Ceremony, x5c};
use crate::cbor::{self, Cbor};
use crate::key::{RsaFile, SigningKey, derive};
use crate::webauthn::Algorithm;
use crate::webauthn::ca::AttestationChain;

/// Who signs a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signer {
    /// Who should: the leaf, or the credential key where there is no leaf.
    Right,
    /// The credential key, also where there is a leaf.
    Credential,
    /// A key that nobody knows, of the kind that should sign.
    Stranger,
}

/// A packed statement.
#[derive(Clone)]
pub struct Packed {
    /// The maker's certificates; `None`: the credential key attests itself.
    pub chain: Option<AttestationChain>,
    /// Who signs.
    pub signer: Signer,
    /// What `alg` says; `None`: what the signer signs with.
    pub algorithm: Option<i64>,
    /// What stands in `sig`; `None`: a signature over the bytes of the ceremony.
    pub signature: Option<Vec<u8>>,
}

impl Packed {
    /// Attested by the credential key itself.
    #[must_use]
    pub fn by_itself() -> Self {
        Self {
            chain: None,
            signer: Signer::Right,
            algorithm: None,
            signature: None,
        }
    }

    /// Attested by its maker.
    #[must_use]
    pub fn by(chain: AttestationChain) -> Self {
        Self {
            chain: Some(chain),
            ..Self::by_itself()
        }
    }

    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        let own = self.expected_algorithm(ceremony).cose_id();
        let sign = || self.sign(ceremony, &ceremony.signed_bytes());
        let signature = self.signature.clone().unwrap_or_else(sign);
        let mut statement = cbor::map([
            ("alg", Cbor::Integer(self.algorithm.unwrap_or(own))),
            ("sig", Cbor::Bytes(signature)),
        ]);
        if let Some(chain) = &self.chain {
            statement.put("x5c", x5c(chain));
        }
        statement
    }

    fn expected_algorithm(&self, ceremony: &Ceremony<'_>) -> Algorithm {
        match &self.chain {
            Some(chain) => chain.algorithm(),
            None => ceremony.credential.algorithm,
        }
    }

    fn sign(&self, ceremony: &Ceremony<'_>, message: &[u8]) -> Vec<u8> {
        match (self.signer, &self.chain) {
            (Signer::Right, Some(chain)) => chain.sign(message),
            (Signer::Right | Signer::Credential, _) => ceremony.credential.sign(message),
            (Signer::Stranger, _) => stranger_signature(self.expected_algorithm(ceremony), message),
        }
    }
}

/// What a key signs that nobody knows.
pub(in crate::webauthn) fn stranger_signature(algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
    algorithm.sign(&stranger_key(algorithm), message)
}

/// A key that nobody knows.
pub(in crate::webauthn) fn stranger_key(algorithm: Algorithm) -> SigningKey {
    match algorithm.key(&derive(&[0; 32], "stranger"), "stranger") {
        SigningKey::Rsa(_) => SigningKey::rsa(RsaFile::Stranger),
        key => key,
    }
}
