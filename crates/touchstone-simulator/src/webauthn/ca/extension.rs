//! Which extensions do certificates of authenticators carry? Each one is built here, right or wrong.

use crate::der;
use crate::{certificate, key};

/// 2.5.29.15.
pub const KEY_USAGE: &[u32] = &[2, 5, 29, 15];
/// 2.5.29.17.
pub const SUBJECT_ALTERNATIVE_NAME: &[u32] = &[2, 5, 29, 17];
/// 2.5.29.19.
pub const BASIC_CONSTRAINTS: &[u32] = &[2, 5, 29, 19];
/// 2.5.29.31.
pub const CRL_DISTRIBUTION_POINTS: &[u32] = &[2, 5, 29, 31];
/// 2.5.29.37.
pub const EXTENDED_KEY_USAGE: &[u32] = &[2, 5, 29, 37];
/// `id-fido-gen-ce-aaguid`.
pub const AAGUID: &[u32] = &[1, 3, 6, 1, 4, 1, 45724, 1, 1, 4];
/// `id-fido-gen-ce-fw-version`.
pub const FIRMWARE_VERSION: &[u32] = &[1, 3, 6, 1, 4, 1, 45724, 1, 1, 5];
/// What Apple binds a leaf to.
pub const APPLE_NONCE: &[u32] = &[1, 2, 840, 113_635, 100, 8, 2];
/// Android's KeyDescription.
pub const KEY_DESCRIPTION: &[u32] = &[1, 3, 6, 1, 4, 1, 11129, 2, 1, 17];
/// `tcg-kp-AIKCertificate`, a key purpose.
pub const AIK_PURPOSE: &[u32] = &[2, 23, 133, 8, 3];
/// An extension that nobody knows.
pub const UNKNOWN: &[u32] = &[2, 25, 51_966];

/// An extension of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The arcs of its object identifier.
    pub oid: Vec<u32>,
    /// Whether a reader that does not know it must refuse.
    pub critical: bool,
    /// The bytes inside its OCTET STRING, DER when it is right.
    pub value: Vec<u8>,
}

impl Extension {
    /// An extension that may be ignored.
    #[must_use]
    pub fn new(oid: &[u32], value: &[u8]) -> Self {
        Self {
            oid: oid.to_vec(),
            critical: false,
            value: value.to_vec(),
        }
    }

    /// The same extension, critical.
    #[must_use]
    pub fn critical(self) -> Self {
        Self {
            critical: true,
            ..self
        }
    }

    /// Basic constraints, critical; `path_len` counts the intermediates that may follow below.
    #[must_use]
    pub fn basic_constraints(is_ca: bool, path_len: Option<u8>) -> Self {
        let is_ca = if is_ca {
            der::boolean(true)
        } else {
            Vec::new()
        };
        let path_len = path_len.map_or_else(Vec::new, |count| der::integer(&[count]));
        Self::new(BASIC_CONSTRAINTS, &der::sequence(&[&is_ca, &path_len])).critical()
    }

    /// Key usage `keyCertSign` and `cRLSign`, critical.
    #[must_use]
    pub fn authority_usage() -> Self {
        Self::new(KEY_USAGE, &der::bit_string(1, &[0x06])).critical()
    }

    /// Key usage `digitalSignature`, critical.
    #[must_use]
    pub fn signing_usage() -> Self {
        Self::new(KEY_USAGE, &der::bit_string(7, &[0x80])).critical()
    }

    /// The AAGUID that the key vouches for.
    #[must_use]
    pub fn aaguid(aaguid: [u8; 16]) -> Self {
        Self::new(AAGUID, &der::octet_string(&aaguid))
    }

    /// The firmware of the authenticator.
    #[must_use]
    pub fn firmware_version(version: u32) -> Self {
        Self::new(FIRMWARE_VERSION, &der::unsigned(version.into()))
    }

    /// Where the issuer's CRL is.
    #[must_use]
    pub fn crl_distribution_point(url: &str) -> Self {
        let uri = der::tlv(0x86, url.as_bytes());
        let name = der::tlv(der::context_tag(0), &der::tlv(der::context_tag(0), &uri));
        Self::new(
            CRL_DISTRIBUTION_POINTS,
            &der::sequence(&[&der::sequence(&[&name])]),
        )
    }

    /// The purposes of the key, object identifiers.
    #[must_use]
    pub fn extended_key_usage(purposes: &[&[u32]]) -> Self {
        let purposes: Vec<u8> = purposes
            .iter()
            .flat_map(|arcs| der::object_identifier(arcs))
            .collect();
        Self::new(EXTENDED_KEY_USAGE, &der::sequence(&[&purposes]))
    }

    /// DNS names of the subject.
    #[must_use]
    pub fn dns_names(names: &[&str]) -> Self {
        let names: Vec<u8> = names
            .iter()
            .flat_map(|name| der::tlv(0x82, name.as_bytes()))
            .collect();
        Self::new(SUBJECT_ALTERNATIVE_NAME, &der::sequence(&[&names]))
    }

    /// A directory name of the subject, DER. Critical, as it must be beside an empty subject.
    #[must_use]
    pub fn directory_name(name: &[u8]) -> Self {
        let name = der::tlv(der::context_tag(4), name);
        Self::new(SUBJECT_ALTERNATIVE_NAME, &der::sequence(&[&name])).critical()
    }

    /// The nonce of an Apple leaf: `SEQUENCE { [1] { OCTET STRING } }`.
    #[must_use]
    pub fn apple_nonce(nonce: &[u8]) -> Self {
        let tagged = der::tlv(der::context_tag(1), &der::octet_string(nonce));
        Self::new(APPLE_NONCE, &der::sequence(&[&tagged]))
    }

    /// A KeyDescription, DER.
    #[must_use]
    pub fn key_description(description: &[u8]) -> Self {
        Self::new(KEY_DESCRIPTION, description)
    }

    /// Something that no reader knows.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new(UNKNOWN, &der::NULL)
    }

    /// The identifier of the subject's key.
    pub(super) fn subject_key_identifier(key: &key::SigningKey) -> Self {
        Self::new(
            &[2, 5, 29, 14],
            &der::octet_string(&certificate::key_identifier(key)),
        )
    }

    /// The identifier of the issuer's key.
    pub(super) fn authority_key_identifier(issuer: &key::SigningKey) -> Self {
        let identifier = der::tlv(0x80, &certificate::key_identifier(issuer));
        Self::new(&[2, 5, 29, 35], &der::sequence(&[&identifier]))
    }

    /// The extension, DER.
    pub(in crate::webauthn) fn encode(&self) -> Vec<u8> {
        if self.critical {
            certificate::critical_extension(&self.oid, &self.value)
        } else {
            certificate::extension(&self.oid, &self.value)
        }
    }
}
