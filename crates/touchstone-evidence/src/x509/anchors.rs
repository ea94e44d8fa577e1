//! Decides whom to trust: named keys, read once from certificates (spec mobile.md section 5.3). A certificate is only
//! the carrier: its dates, extensions and own signature do not matter.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Certificate, pem_certificates};
use crate::digest::Sha256;
use crate::limits::{ANCHORS_BYTES_MAX, ANCHORS_MAX};
use crate::signature::TrustedKey;

/// Keys that no set of anchors may hold: the published software roots of Android, by SHA-256 of the SPKI.
const NEVER_TRUSTED: [Sha256; 2] = [
    [
        0xd5, 0x10, 0x0c, 0x79, 0x42, 0xef, 0x2e, 0x83, 0x10, 0xdc, 0x30, 0xef, 0x82, 0x72, 0x96,
        0x80, 0xcf, 0x48, 0xd6, 0x90, 0x73, 0x5c, 0x3f, 0x68, 0x17, 0x9a, 0x33, 0xc7, 0xc3, 0x70,
        0xf2, 0x86,
    ],
    [
        0xf2, 0xc4, 0x74, 0x6f, 0x54, 0x59, 0x46, 0xc1, 0x00, 0xe7, 0x22, 0x97, 0xf8, 0xf9, 0x46,
        0x34, 0x4d, 0x70, 0x52, 0xf0, 0x3a, 0x2f, 0x69, 0x42, 0x21, 0xf9, 0xc8, 0x93, 0xb0, 0xe6,
        0xf7, 0x11,
    ],
];

/// Whether this is the key, by SHA-256 of its SPKI, of a published software root of Android: it proves nothing, and no
/// set of anchors may hold it.
pub fn is_never_trusted(spki_sha256: &Sha256) -> bool {
    NEVER_TRUSTED.contains(spki_sha256)
}

/// A trusted name and key.
#[derive(Clone, Debug)]
pub struct Anchor {
    subject: Box<[u8]>,
    spki_sha256: Sha256,
    key: TrustedKey,
    der: Box<[u8]>,
}

impl Anchor {
    /// The certificate that carries name and key.
    pub const fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether the anchor has this name (a DER `Name`, compared as bytes).
    pub fn has_name(&self, name: &[u8]) -> bool {
        *self.subject == *name
    }

    /// SHA-256 of the anchor's SubjectPublicKeyInfo.
    pub const fn spki_sha256(&self) -> &Sha256 {
        &self.spki_sha256
    }

    /// The anchor's key.
    pub const fn key(&self) -> &TrustedKey {
        &self.key
    }
}

/// A set of trust anchors, with their keys parsed; never empty.
#[derive(Clone, Debug)]
pub struct Anchors {
    anchors: Vec<Anchor>,
}

/// Why a file is no set of trust anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorsError {
    /// No PEM, or a block that is no certificate; lines count from 1.
    #[error("line {line}: not a PEM block with a certificate")]
    Unreadable {
        /// Where the block ends, or begins when it does not end.
        line: usize,
    },
    /// This certificate, counted from 1, cannot be read, or its key cannot verify.
    #[error("certificate {position}: unreadable, or its key cannot verify")]
    CertificateUnusable {
        /// Which certificate.
        position: usize,
    },
    /// There is no certificate.
    #[error("no certificate")]
    Empty,
    /// More bytes or certificates than allowed.
    #[error("more bytes or certificates than allowed")]
    BeyondLimit,
    /// This certificate, counted from 1, has a key that must never be trusted.
    #[error("certificate {position}: its key must never be trusted")]
    NeverTrusted {
        /// Which certificate.
        position: usize,
    },
}

impl Anchors {
    /// The certificates of a PEM file; every one must be usable.
    pub fn from_pem(text: &str) -> Result<Self, AnchorsError> {
        if text.len() > ANCHORS_BYTES_MAX {
            return Err(AnchorsError::BeyondLimit);
        }
        let certificates = pem_certificates(text);
        let certificates = certificates.map_err(|line| AnchorsError::Unreadable { line })?;
        Self::from_der(&certificates)
    }

    /// Certificates in DER; every one must be usable.
    pub fn from_der<C: AsRef<[u8]>>(certificates: &[C]) -> Result<Self, AnchorsError> {
        if certificates.is_empty() {
            return Err(AnchorsError::Empty);
        }
        if certificates.len() > ANCHORS_MAX {
            return Err(AnchorsError::BeyondLimit);
        }
        let numbered = (1..).zip(certificates);
        let anchors: Result<_, _> = numbered
            .map(|(position, der)| anchor(position, der.as_ref()))
            .collect();
        anchors.map(|anchors| Self { anchors })
    }

    /// The anchors, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter()
    }
}

fn anchor(position: usize, der: &[u8]) -> Result<Anchor, AnchorsError> {
    let unusable = AnchorsError::CertificateUnusable { position };
    let certificate = Certificate::parse(der).map_err(|_| unusable)?;
    let spki_sha256 = certificate.spki.sha256();
    if is_never_trusted(&spki_sha256) {
        return Err(AnchorsError::NeverTrusted { position });
    }
    let key = certificate.spki.public_key().ok_or(unusable)?;
    let key = TrustedKey::new(&key).map_err(|_| unusable)?;
    Ok(Anchor {
        subject: certificate.subject.into(),
        spki_sha256,
        key,
        der: der.into(),
    })
}
