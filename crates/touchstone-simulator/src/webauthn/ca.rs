//! Who vouches for simulated authenticators? A root of the seed, the intermediates below it, and the leaf of
//! each format, every part of which can be made wrong (spec/webauthn.md 4.3 and 4.4).

mod authority;
mod chain;
pub mod extension;
mod flaw;
mod leaf;
mod profile;
mod spoil;

use std::fmt;

pub use authority::{Authority, AuthorityKey};
pub use chain::{AttestationChain, Order};
pub use extension::Extension;
pub use flaw::{AikFlaw, CertificateFlaw};
pub use leaf::{SAFETYNET_HOST, TpmName};
pub use profile::{CertificateProfile, CertificateSignature, NOT_AFTER_MS, NOT_BEFORE_MS, Name};

pub use crate::certificate::Attribute;

use crate::key::derive;

/// A test CA. Clone it to change what it says; the same seed gives the same certificates, byte for byte.
#[derive(Clone)]
pub struct AttestationCa {
    seed: [u8; 32],
    /// Signs itself.
    pub root: Authority,
    /// The lowest first: it issues the leaves.
    pub intermediates: Vec<Authority>,
}

impl AttestationCa {
    /// The CA of this seed: a root and one intermediate, both on P-256.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self::with_intermediates(seed, 1)
    }

    /// The same with so many intermediates; without any the root issues the leaves.
    #[must_use]
    pub fn with_intermediates(seed: [u8; 32], count: usize) -> Self {
        Self::with_keys(seed, AuthorityKey::P256, &vec![AuthorityKey::P256; count])
    }

    /// The CA whose root and intermediates, the lowest first, have keys of these kinds.
    #[must_use]
    pub fn with_keys(seed: [u8; 32], root: AuthorityKey, intermediates: &[AuthorityKey]) -> Self {
        let intermediate = |(kind, number): (&AuthorityKey, usize)| {
            Authority::new(&seed, &format!("Simulated Attestation CA {number}"), *kind)
        };
        Self {
            root: Authority::new(&seed, "Simulated Attestation Root CA", root),
            intermediates: intermediates.iter().zip(1..).map(intermediate).collect(),
            seed,
        }
    }

    /// The anchor, DER.
    #[must_use]
    pub fn root_der(&self) -> Vec<u8> {
        self.root.signed_by(&self.root)
    }

    /// The anchor, PEM.
    #[must_use]
    pub fn root_pem(&self) -> String {
        crate::certificate::pem(&self.root_der())
    }

    /// The certificates of the intermediates, DER, the lowest first.
    #[must_use]
    pub fn intermediates_der(&self) -> Vec<Vec<u8>> {
        let above = self.intermediates.iter().skip(1).chain([&self.root]);
        let pairs = self.intermediates.iter().zip(above);
        pairs.map(|(below, above)| below.signed_by(above)).collect()
    }

    /// Who issues the leaves: the lowest intermediate, else the root.
    #[must_use]
    pub fn issuer(&self) -> &Authority {
        self.intermediates.first().unwrap_or(&self.root)
    }

    /// A CA with the same names and other keys: nobody's anchor.
    #[must_use]
    pub fn stranger(&self) -> Self {
        let seed = derive(&self.seed, "stranger");
        let mut stranger = self.clone();
        stranger.seed = seed;
        for authority in stranger.authorities_mut() {
            authority.replace_key(&seed);
        }
        stranger
    }

    pub(super) fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    fn authorities_mut(&mut self) -> impl Iterator<Item = &mut Authority> {
        self.intermediates.iter_mut().chain([&mut self.root])
    }
}

impl fmt::Debug for AttestationCa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttestationCa")
            .finish_non_exhaustive()
    }
}
