//! What does one certificate say before it is signed? Every part can be changed.

use super::extension::Extension;
use crate::certificate::{Attribute, Certificate, distinguished_name};
use crate::key::{Hash, SigningKey, sha256};
use crate::webauthn::Algorithm;

/// 2015-01-01T00:00:00Z: before any moment that a test replays.
pub const NOT_BEFORE_MS: i64 = 1_420_070_400_000;
/// 2049-12-31T23:59:59Z: the last time that a UTCTime can hold.
pub const NOT_AFTER_MS: i64 = 2_524_607_999_000;

/// A distinguished name, its parts in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name(pub Vec<(Attribute, String)>);

/// How the issuer signs a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CertificateSignature {
    /// The issuer's own scheme with SHA-1. Keys on P-384 and larger curves cannot.
    Sha1,
    /// The issuer's own scheme with SHA-256.
    Sha256,
    /// The issuer's own scheme with SHA-384.
    Sha384,
    /// RSA-PSS with SHA-256 and a salt of 32 bytes; the issuer's key is an RSA key.
    PssSha256,
}

/// A certificate before it is signed. Names and keys of the issuer come from the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateProfile {
    /// As people count: 1, 2 or 3.
    pub version: u8,
    /// Unsigned, big-endian.
    pub serial: Vec<u8>,
    /// Who holds the key.
    pub subject: Name,
    /// Another name than that of the issuer.
    pub issuer: Option<Name>,
    /// Unix milliseconds, in whole seconds.
    pub not_before_ms: i64,
    /// Unix milliseconds, in whole seconds.
    pub not_after_ms: i64,
    /// `SubjectPublicKeyInfo`, DER.
    pub public_key_info: Vec<u8>,
    /// In the order in which they are written.
    pub extensions: Vec<Extension>,
    /// How the issuer signs.
    pub signature: CertificateSignature,
}

impl Name {
    /// A name of these parts.
    #[must_use]
    pub fn new(parts: &[(Attribute, &str)]) -> Self {
        let owned = |(attribute, text): &(Attribute, &str)| (*attribute, (*text).to_owned());
        Self(parts.iter().map(owned).collect())
    }

    /// Sets the one value of a part, at its place when it has one.
    pub fn put(&mut self, attribute: Attribute, text: &str) {
        match self.0.iter_mut().find(|(known, _)| *known == attribute) {
            Some((_, value)) => text.clone_into(value),
            None => self.0.push((attribute, text.to_owned())),
        }
    }

    /// Leaves a part out.
    pub fn remove(&mut self, attribute: Attribute) {
        self.0.retain(|(known, _)| *known != attribute);
    }

    /// The name, DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let parts: Vec<(Attribute, &str)> = self
            .0
            .iter()
            .map(|(attribute, text)| (*attribute, text.as_str()))
            .collect();
        distinguished_name(&parts)
    }
}

impl CertificateProfile {
    /// A long-lived certificate of version 3 without extensions for the key in `public_key_info` (DER), whose
    /// serial comes from the key.
    #[must_use]
    pub fn new(subject: Name, public_key_info: Vec<u8>) -> Self {
        Self {
            version: 3,
            serial: serial(&public_key_info),
            subject,
            issuer: None,
            not_before_ms: NOT_BEFORE_MS,
            not_after_ms: NOT_AFTER_MS,
            public_key_info,
            extensions: Vec::new(),
            signature: CertificateSignature::Sha256,
        }
    }

    /// Sets an extension, in the place of one with the same identifier.
    pub fn put(&mut self, extension: Extension) {
        let known = self.extensions.iter_mut();
        match known.into_iter().find(|known| known.oid == extension.oid) {
            Some(known) => *known = extension,
            None => self.extensions.push(extension),
        }
    }

    /// Leaves an extension out.
    pub fn remove(&mut self, oid: &[u32]) {
        self.extensions.retain(|extension| extension.oid != oid);
    }

    /// The certificate, DER, signed with `key` of an issuer of this name.
    pub(super) fn signed_by(&self, issuer: &Name, key: &SigningKey) -> Vec<u8> {
        let template = Certificate {
            serial: self.serial.clone(),
            issuer: self.issuer.as_ref().unwrap_or(issuer).encode(),
            subject: self.subject.encode(),
            not_before_ms: self.not_before_ms,
            not_after_ms: self.not_after_ms,
            public_key_info: self.public_key_info.clone(),
            extensions: self.extensions.iter().map(Extension::encode).collect(),
        };
        let algorithm = self.signature.algorithm(key);
        template.signed_in_version(self.version, &algorithm, |message| {
            self.signature.sign(key, message)
        })
    }
}

impl CertificateSignature {
    /// `AlgorithmIdentifier` of what [`Self::sign`] makes with this key.
    pub(crate) fn algorithm(self, key: &SigningKey) -> Vec<u8> {
        match self {
            Self::Sha1 => key.signature_algorithm(Hash::Sha1),
            Self::Sha256 => key.signature_algorithm(Hash::Sha256),
            Self::Sha384 => key.signature_algorithm(Hash::Sha384),
            Self::PssSha256 => Algorithm::Ps256.signature_algorithm(key),
        }
    }

    /// The signature over `message`.
    pub(crate) fn sign(self, key: &SigningKey, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => key.sign(Hash::Sha1, message),
            Self::Sha256 => key.sign(Hash::Sha256, message),
            Self::Sha384 => key.sign(Hash::Sha384, message),
            Self::PssSha256 => Algorithm::Ps256.sign(key, message),
        }
    }
}

/// Sixteen bytes, the first of them below 128, so that they read alike with and without a sign.
fn serial(public_key_info: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = sha256(public_key_info).into_iter().take(16).collect();
    if let Some(first) = bytes.first_mut() {
        *first = 0x40 | (*first & 0x3f);
    }
    bytes
}
