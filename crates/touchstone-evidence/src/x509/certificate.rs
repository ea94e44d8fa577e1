//! Decides which parts a certificate has (RFC 5280 section 4.1), without judging them.

use super::extension::{self, BasicConstraints, Extension, Extensions, KeyUse};
use super::{Error, SubjectPublicKeyInfo, Validity, algorithm, oid};
use crate::der::{self, Element, Reader, Tag};
use crate::limits::{CERTIFICATE_BYTES_MAX, CERTIFICATE_SERIAL_BYTES_MAX};
use crate::signature::Scheme;

/// A view of a certificate; everything borrows from its bytes.
#[derive(Clone, Debug)]
pub struct Certificate<'a> {
    /// The whole certificate.
    pub der: &'a [u8],
    /// The signed part, as it came.
    pub tbs: &'a [u8],
    /// The version, if it is told.
    version: Option<Element<'a>>,
    /// The serial number, as its INTEGER holds it.
    pub serial: &'a [u8],
    /// The issuer's name, as it came.
    pub issuer: &'a [u8],
    /// The subject's name, as it came.
    pub subject: &'a [u8],
    /// From when to when it is valid.
    pub validity: Validity,
    /// The subject's key.
    pub spki: SubjectPublicKeyInfo<'a>,
    /// The extensions.
    pub extensions: Extensions<'a>,
    /// How the issuer signed: the algorithm inside the signed part.
    signed_algorithm: &'a [u8],
    /// How the issuer signed: the algorithm beside the signature.
    outer_algorithm: Element<'a>,
    /// The issuer's signature over [`Self::tbs`].
    pub signature: &'a [u8],
}

impl<'a> Certificate<'a> {
    /// Reads one certificate with nothing behind it.
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        if der.len() > CERTIFICATE_BYTES_MAX {
            return Err(Error::BeyondLimit);
        }
        let mut document = Reader::new(der);
        let mut certificate = document.open(Tag::SEQUENCE)?;
        document.finish()?;
        let tbs = certificate.read(Tag::SEQUENCE)?;
        let outer_algorithm = certificate.read(Tag::SEQUENCE)?;
        let signature = signature_bytes(&certificate.read(Tag::BIT_STRING)?)?;
        certificate.finish()?;
        Self::parse_tbs(der, tbs, outer_algorithm, signature)
    }

    fn parse_tbs(
        der: &'a [u8],
        tbs: Element<'a>,
        outer_algorithm: Element<'a>,
        signature: &'a [u8],
    ) -> Result<Self, Error> {
        let mut fields = tbs.reader();
        let version = fields.optional(Tag::context(0))?;
        let serial = fields.read(Tag::INTEGER)?.contents;
        if serial.len() > CERTIFICATE_SERIAL_BYTES_MAX {
            return Err(Error::BeyondLimit);
        }
        let signed_algorithm = fields.read(Tag::SEQUENCE)?.bytes;
        let issuer = fields.read(Tag::SEQUENCE)?.bytes;
        let validity = Validity::parse(fields.open(Tag::SEQUENCE)?)?;
        let subject = fields.read(Tag::SEQUENCE)?.bytes;
        let spki = SubjectPublicKeyInfo::parse(fields.read(Tag::SEQUENCE)?)?;
        fields.optional(Tag::context_primitive(1))?;
        fields.optional(Tag::context_primitive(2))?;
        let extensions = Extensions::parse(fields.optional(Tag::context(3))?)?;
        fields.finish()?;
        let tbs = tbs.bytes;
        Ok(Self {
            der,
            tbs,
            version,
            serial,
            issuer,
            subject,
            validity,
            spki,
            extensions,
            signed_algorithm,
            outer_algorithm,
            signature,
        })
    }

    /// Whether the other says the same: the signed parts are equal. The rest does not count, since anybody can write the
    /// signature of ECDSA in another way that is as good.
    pub fn says_the_same_as(&self, other: &Certificate<'_>) -> bool {
        self.tbs == other.tbs
    }

    /// Whether the other certifies the same name and key; all else may differ.
    pub fn has_name_and_key_of(&self, other: &Certificate<'_>) -> bool {
        self.subject == other.subject && self.spki.der == other.spki.der
    }

    /// Whether the certificate says that it is of version 3 (RFC 5280 section 4.1.2.1).
    pub fn is_version_3(&self) -> bool {
        const VERSION_3: &[u8] = &[2, 1, 2];
        self.version
            .is_some_and(|version| version.contents == VERSION_3)
    }

    /// The scheme of the issuer's signature; `None` when it is unknown, or named differently inside and outside.
    pub fn scheme(&self) -> Option<Scheme> {
        algorithm::scheme(self.signed_algorithm, &self.outer_algorithm)
    }

    /// The one extension with that name; repeated ones are an error.
    pub fn extension(&self, name: &[u8]) -> Result<Option<Extension<'a>>, Error> {
        let mut named = self
            .extensions
            .iter()
            .filter(|extension| extension.name == name);
        let found = named.next();
        if named.next().is_some() {
            Err(Error::RepeatedExtension)
        } else {
            Ok(found)
        }
    }

    /// The basic constraints, if the certificate has them.
    pub fn basic_constraints(&self) -> Result<Option<BasicConstraints>, Error> {
        self.extension(oid::BASIC_CONSTRAINTS)?
            .map(|e| BasicConstraints::parse(e.value))
            .transpose()
    }

    /// Whether the key may sign certificates; `None` when the certificate says nothing about the use of its key.
    pub fn may_sign_certificates(&self) -> Result<Option<bool>, Error> {
        self.key_may_serve(KeyUse::Certificates)
    }

    /// Whether this is an authority whose revocation lists count: `basicConstraints` says that it is one, and `keyUsage`,
    /// if there is one, that its key signs lists (RFC 5280 sections 4.2.1.3 and 6.3.3 (f)). What cannot be read says no.
    pub fn may_sign_revocation_lists(&self) -> bool {
        let constraints = self.basic_constraints().ok().flatten();
        let is_authority = constraints.is_some_and(|found| found.authority);
        let usage = self.key_may_serve(KeyUse::RevocationLists);
        is_authority && usage.is_ok_and(|usage| usage != Some(false))
    }

    fn key_may_serve(&self, of: KeyUse) -> Result<Option<bool>, Error> {
        self.extension(oid::KEY_USAGE)?
            .map(|e| extension::key_usage(e.value, of))
            .transpose()
    }
}

/// The bytes of a signature. U2F tokens are out there whose certificates say that some bits of it do not count, although
/// the whole bytes were signed; the signature itself tells whether they are right.
const fn signature_bytes<'a>(signature: &Element<'a>) -> Result<&'a [u8], der::Error> {
    match signature.contents {
        [0..=7, bytes @ ..] => Ok(bytes),
        _ => Err(der::Error::ValueMalformed),
    }
}
