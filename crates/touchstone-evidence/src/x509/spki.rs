//! Decides which public key a certificate carries (RFC 5280 section 4.1.2.7); a key of an unknown kind stays opaque.

use super::oid;
use crate::der::{Element, Error, Reader, Tag};
use crate::digest::{Sha256, sha256};
use crate::signature::PublicKey;

/// A SubjectPublicKeyInfo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubjectPublicKeyInfo<'a> {
    /// The whole structure, as it came.
    pub der: &'a [u8],
    /// The kind of key.
    algorithm: &'a [u8],
    /// What stands behind the kind.
    parameters: Option<Element<'a>>,
    key: Element<'a>,
}

impl<'a> SubjectPublicKeyInfo<'a> {
    /// Reads one SubjectPublicKeyInfo with nothing behind it.
    pub fn from_der(der: &'a [u8]) -> Result<Self, Error> {
        let mut document = Reader::new(der);
        let info = document.read(Tag::SEQUENCE)?;
        document.finish()?;
        Self::parse(info)
    }

    pub(super) fn parse(info: Element<'a>) -> Result<Self, Error> {
        let mut fields = info.reader();
        let mut identifier: Reader<'a> = fields.open(Tag::SEQUENCE)?;
        let algorithm = identifier.read(Tag::OBJECT_IDENTIFIER)?.contents;
        let parameters = if identifier.is_empty() {
            None
        } else {
            Some(identifier.any()?)
        };
        identifier.finish()?;
        let key = fields.read(Tag::BIT_STRING)?;
        fields.finish()?;
        Ok(Self {
            der: info.bytes,
            algorithm,
            parameters,
            key,
        })
    }

    /// The key, if it is of a kind that can verify here.
    pub fn public_key(&self) -> Option<PublicKey<'a>> {
        let key = self.key.bit_string_bytes().ok()?;
        match self.algorithm {
            oid::EC_PUBLIC_KEY => {
                let curve = self
                    .parameters
                    .filter(|p| p.tag == Tag::OBJECT_IDENTIFIER)?
                    .contents;
                point(curve, key)
            }
            oid::RSA_ENCRYPTION => Some(PublicKey::Rsa(key)),
            oid::ED25519 => key.try_into().ok().map(PublicKey::Ed25519),
            oid::ED448 => key.try_into().ok().map(PublicKey::Ed448),
            oid::ML_DSA_44 => key.try_into().ok().map(PublicKey::MlDsa44),
            oid::ML_DSA_65 => key.try_into().ok().map(PublicKey::MlDsa65),
            oid::ML_DSA_87 => key.try_into().ok().map(PublicKey::MlDsa87),
            _ => None,
        }
    }

    /// The bytes of the BIT STRING, whatever the kind of key.
    pub fn key_bits(&self) -> Result<&'a [u8], Error> {
        self.key.bit_string_bytes()
    }

    /// SHA-256 over the whole structure: how anchors are told apart.
    pub fn sha256(&self) -> Sha256 {
        sha256(&[self.der])
    }
}

/// Uncompressed points only: the other forms occur in no genuine chain.
fn point<'a>(curve: &[u8], key: &'a [u8]) -> Option<PublicKey<'a>> {
    const UNCOMPRESSED: u8 = 4;
    if key.first() != Some(&UNCOMPRESSED) {
        return None;
    }
    match curve {
        oid::P256 => key.try_into().ok().map(PublicKey::P256),
        oid::P384 => key.try_into().ok().map(PublicKey::P384),
        oid::P521 => key.try_into().ok().map(PublicKey::P521),
        oid::SECP256K1 => key.try_into().ok().map(PublicKey::Secp256k1),
        _ => None,
    }
}
