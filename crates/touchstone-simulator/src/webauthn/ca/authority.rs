//! What is an authority? A name, a key and a certificate that whoever stands above it signs.

use std::fmt;

use super::extension::Extension;
use super::profile::{CertificateProfile, CertificateSignature, Name};
use crate::certificate::Attribute;
use crate::key::{RsaFile, SigningKey};

/// Which kind of key an authority has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthorityKey {
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// Ed25519.
    Ed25519,
    /// ML-DSA-65.
    MlDsa65,
    /// RSA of 4,096 bits: one committed test key for every seed.
    Rsa,
}

impl AuthorityKey {
    fn key(self, seed: &[u8; 32], label: &str) -> SigningKey {
        match self {
            Self::P256 => SigningKey::p256(seed, label),
            Self::P384 => SigningKey::p384(seed, label),
            Self::Ed25519 => SigningKey::ed25519(seed, label),
            Self::MlDsa65 => SigningKey::ml_dsa_65(seed, label),
            Self::Rsa => SigningKey::rsa(RsaFile::GoogleRoot),
        }
    }
}

/// A root or an intermediate. Clone it to change its certificate.
#[derive(Clone)]
pub struct Authority {
    /// Its certificate before it is signed.
    pub profile: CertificateProfile,
    label: String,
    kind: AuthorityKey,
    key: SigningKey,
}

impl Authority {
    /// An authority of this common name; its key comes from seed and name.
    #[must_use]
    pub fn new(seed: &[u8; 32], common_name: &str, kind: AuthorityKey) -> Self {
        let key = kind.key(seed, common_name);
        let name = Name::new(&[
            (Attribute::Country, "CH"),
            (Attribute::Organization, "Touchstone Simulator"),
            (Attribute::CommonName, common_name),
        ]);
        let mut profile = CertificateProfile::new(name, key.public_key_info());
        profile.extensions = vec![
            Extension::basic_constraints(true, None),
            Extension::subject_key_identifier(&key),
            Extension::authority_usage(),
        ];
        Self {
            profile,
            label: common_name.to_owned(),
            kind,
            key,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.profile.subject
    }

    /// Its certificate as `issuer` signs it, DER. Signed by itself, it is a root; signed by a root of
    /// another hierarchy, it is a cross certificate.
    #[must_use]
    pub fn signed_by(&self, issuer: &Self) -> Vec<u8> {
        issuer.sign(&self.profile)
    }

    /// A certificate that this authority issues, DER.
    #[must_use]
    pub fn sign(&self, profile: &CertificateProfile) -> Vec<u8> {
        profile.signed_by(self.name(), &self.key)
    }

    /// `AlgorithmIdentifier` of what [`Self::sign_bytes`] makes, DER.
    pub(in crate::webauthn) fn signature_algorithm(
        &self,
        signature: CertificateSignature,
    ) -> Vec<u8> {
        signature.algorithm(&self.key)
    }

    /// The signature over bytes that are no certificate.
    pub(in crate::webauthn) fn sign_bytes(
        &self,
        signature: CertificateSignature,
        message: &[u8],
    ) -> Vec<u8> {
        signature.sign(&self.key, message)
    }

    pub(super) fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Gives it the key of another seed; its certificate says so.
    pub(super) fn replace_key(&mut self, seed: &[u8; 32]) {
        self.key = match self.kind {
            AuthorityKey::Rsa => SigningKey::rsa(RsaFile::Stranger),
            kind => kind.key(seed, &self.label),
        };
        self.profile.public_key_info = self.key.public_key_info();
        self.profile
            .put(Extension::subject_key_identifier(&self.key));
    }
}

/// Without its key.
impl fmt::Debug for Authority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Authority")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}
