//! What does an apple statement look like (WebAuthn L3 8.8)?

use super::{Ceremony, x5c};
use crate::cbor::{self, Cbor};
use crate::key::sha256;
use crate::webauthn::ca::{AttestationCa, AttestationChain, CertificateFlaw, Extension};

/// What the leaf says of the ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppleNonce {
    /// SHA-256 of what is signed.
    Right,
    /// Another nonce, of any length.
    Other(Vec<u8>),
    /// The bytes inside the extension, whatever they are.
    Value(Vec<u8>),
    /// No extension.
    Missing,
}

/// An apple statement: a certificate of the credential key, made for this very registration.
#[derive(Clone)]
pub struct Apple {
    /// Who issues the leaf.
    pub ca: AttestationCa,
    /// What the leaf binds.
    pub nonce: AppleNonce,
    /// `SubjectPublicKeyInfo` in the leaf, DER; `None`: that of the credential.
    pub public_key_info: Option<Vec<u8>>,
    /// What is wrong with the certificates.
    pub certificate_flaw: Option<CertificateFlaw>,
}

impl Apple {
    /// Attested by this CA.
    #[must_use]
    pub fn by(ca: AttestationCa) -> Self {
        Self {
            ca,
            nonce: AppleNonce::Right,
            public_key_info: None,
            certificate_flaw: None,
        }
    }

    /// The certificates for this ceremony.
    #[must_use]
    pub fn chain(&self, ceremony: &Ceremony<'_>) -> AttestationChain {
        let own = || ceremony.credential.public_key_info();
        let info = self.public_key_info.clone().unwrap_or_else(own);
        let mut chain = self.ca.apple(&info, sha256(&ceremony.signed_bytes()));
        let arcs = crate::webauthn::ca::extension::APPLE_NONCE;
        match &self.nonce {
            AppleNonce::Right => {}
            AppleNonce::Other(nonce) => chain.leaf.put(Extension::apple_nonce(nonce)),
            AppleNonce::Value(value) => chain.leaf.put(Extension::new(arcs, value)),
            AppleNonce::Missing => chain.leaf.remove(arcs),
        }
        match self.certificate_flaw {
            Some(flaw) => chain.flawed(flaw, ceremony.now_ms),
            None => chain,
        }
    }

    pub(super) fn value(&self, ceremony: &Ceremony<'_>) -> Cbor {
        cbor::map([("x5c", x5c(&self.chain(ceremony)))])
    }
}
