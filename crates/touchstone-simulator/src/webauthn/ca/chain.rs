//! What does an authenticator send in `x5c`? The leaf and what stands above it, in one order or another.

use std::fmt;

use super::AttestationCa;
use super::authority::Authority;
use super::profile::CertificateProfile;
use crate::key::SigningKey;
use crate::webauthn::Algorithm;

/// In which order the certificates are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// As it must be: each is issued by the next.
    LeafFirst,
    /// The other way round.
    LeafLast,
    /// The leaf first, and those above it the other way round.
    IssuersSwapped,
}

/// A leaf with its key, and the authorities that vouch for it. Clone it to change it; nothing is signed
/// before [`Self::x5c`] is asked for.
#[derive(Clone)]
pub struct AttestationChain {
    /// Who issues the leaf.
    pub ca: AttestationCa,
    /// The leaf before it is signed.
    pub leaf: CertificateProfile,
    /// Whether the root stands at the end. At first not.
    pub root_included: bool,
    /// The order of the certificates.
    pub order: Order,
    /// Certificates behind the others, DER; cross certificates, for example.
    pub extra: Vec<Vec<u8>>,
    /// Flips a bit in the issuer's signature of the leaf.
    pub leaf_signature_flipped: bool,
    /// Signs the leaf in the place of the CA; its certificate is not sent.
    pub leaf_issuer: Option<Authority>,
    /// Whether nothing is sent but the leaf.
    pub leaf_alone: bool,
    pub(super) key: SigningKey,
    pub(super) algorithm: Algorithm,
}

impl AttestationChain {
    pub(super) fn new(
        ca: &AttestationCa,
        mut leaf: CertificateProfile,
        key: SigningKey,
        algorithm: Algorithm,
    ) -> Self {
        leaf.public_key_info = key.public_key_info();
        Self {
            ca: ca.clone(),
            leaf,
            root_included: false,
            order: Order::LeafFirst,
            extra: Vec::new(),
            leaf_signature_flipped: false,
            leaf_issuer: None,
            leaf_alone: false,
            key,
            algorithm,
        }
    }

    /// The leaf, DER.
    #[must_use]
    pub fn leaf_der(&self) -> Vec<u8> {
        let issuer = self.leaf_issuer.as_ref();
        let mut leaf = issuer.unwrap_or_else(|| self.ca.issuer()).sign(&self.leaf);
        if self.leaf_signature_flipped
            && let Some(last) = leaf.last_mut()
        {
            *last ^= 1;
        }
        leaf
    }

    /// The certificates, DER.
    #[must_use]
    pub fn x5c(&self) -> Vec<Vec<u8>> {
        if self.leaf_alone {
            return vec![self.leaf_der()];
        }
        let mut above = self.ca.intermediates_der();
        if self.root_included {
            above.push(self.ca.root_der());
        }
        if self.order == Order::IssuersSwapped {
            above.reverse();
        }
        let mut chain = vec![self.leaf_der()];
        chain.append(&mut above);
        if self.order == Order::LeafLast {
            chain.reverse();
        }
        chain.extend(self.extra.iter().cloned());
        chain
    }

    /// What the leaf's key signs with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The signature of the leaf's key, in the form that the algorithm has in WebAuthn.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.algorithm.sign(&self.key, message)
    }

    /// SHA-1 of the leaf's public key bits, by which metadata finds the models of fido-u2f.
    #[must_use]
    pub fn key_id(&self) -> [u8; 20] {
        use sha1::Digest as _;
        sha1::Sha1::digest(self.key.subject_public_key()).into()
    }

    /// Gives the leaf another key, which [`Self::sign`] uses from now on.
    pub(super) fn replace_key(&mut self, key: SigningKey) {
        self.leaf.public_key_info = key.public_key_info();
        self.key = key;
    }

    pub(in crate::webauthn) fn key(&self) -> &SigningKey {
        &self.key
    }
}

/// Without its key.
impl fmt::Debug for AttestationChain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttestationChain")
            .field("leaf", &self.leaf)
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}
