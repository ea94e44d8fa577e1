//! Decides whether a message is the PKCS #7 SignedData that receipts are (RFC 5652 section 5, spec mobile.md C1):
//! over data, with one signer named by issuer and serial number, without signed attributes.

use alloc::vec::Vec;

use super::error::{Error, Fault};
use crate::der::{self, Element, Reader, Tag};
use crate::limits::RECEIPT_CERTIFICATES_MAX;
use crate::x509::oid;

/// The parts of a message, none of them judged.
#[derive(Clone, Debug)]
pub(super) struct SignedData<'a> {
    /// What is signed.
    pub(super) content: &'a [u8],
    /// The certificates, in the order in which they stand.
    pub(super) certificates: Vec<&'a [u8]>,
    /// The issuer of the signer's certificate.
    pub(super) signer_issuer: &'a [u8],
    /// The serial number of the signer's certificate.
    pub(super) signer_serial: &'a [u8],
    digest_algorithm: Element<'a>,
    signature_algorithm: Element<'a>,
    signature: &'a [u8],
}

impl<'a> SignedData<'a> {
    pub(super) fn parse(der: &'a [u8]) -> Result<Self, Error> {
        read(der).map_err(Error::Malformed)
    }

    /// The signature, if it is made with ECDSA and SHA-256.
    pub(super) fn ecdsa_sha256_signature(&self) -> Option<&'a [u8]> {
        let named = |algorithm: Element<'a>, name: &[u8]| {
            let identifier = algorithm.reader().read(Tag::OBJECT_IDENTIFIER);
            identifier.is_ok_and(|identifier| identifier.contents == name)
        };
        let fits = named(self.digest_algorithm, oid::SHA256)
            && named(self.signature_algorithm, oid::ECDSA_WITH_SHA256);
        fits.then_some(self.signature)
    }
}

impl From<der::Error> for Fault {
    fn from(error: der::Error) -> Self {
        Self::SignedData(error)
    }
}

fn read(der: &[u8]) -> Result<SignedData<'_>, Fault> {
    let mut document = Reader::new(der);
    let mut message = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let mut explicit = typed(&mut message, oid::PKCS7_SIGNED_DATA)?;
    let mut fields = explicit.open(Tag::SEQUENCE)?;
    explicit.finish()?;
    fields.read(Tag::INTEGER)?;
    fields.read(Tag::SET)?;
    let mut encapsulated = fields.open(Tag::SEQUENCE)?;
    let mut data = typed(&mut encapsulated, oid::PKCS7_DATA)?;
    let content = data.read(Tag::OCTET_STRING)?.contents;
    data.finish()?;
    let certificates = match fields.optional(Tag::context(0))? {
        Some(list) => certificates(list.reader())?,
        None => Vec::new(),
    };
    fields.optional(Tag::context(1))?;
    let mut signers = fields.open(Tag::SET)?;
    fields.finish()?;
    if signers.is_empty() {
        return Err(Fault::SignerCount);
    }
    let signer = signers.open(Tag::SEQUENCE)?;
    if !signers.is_empty() {
        return Err(Fault::SignerCount);
    }
    signed_by(signer, content, certificates)
}

/// `OBJECT IDENTIFIER` with this value, then `[0] EXPLICIT`, and nothing behind it.
fn typed<'a>(fields: &mut Reader<'a>, name: &[u8]) -> Result<Reader<'a>, Fault> {
    if fields.read(Tag::OBJECT_IDENTIFIER)?.contents != name {
        return Err(Fault::MessageKind);
    }
    let explicit = fields.open(Tag::context(0))?;
    fields.finish()?;
    Ok(explicit)
}

fn certificates<'a>(mut list: Reader<'a>) -> Result<Vec<&'a [u8]>, Fault> {
    let mut found = Vec::new();
    while !list.is_empty() {
        if found.len() == RECEIPT_CERTIFICATES_MAX {
            return Err(Fault::BeyondLimit);
        }
        found.push(list.read(Tag::SEQUENCE)?.bytes);
    }
    Ok(found)
}

fn signed_by<'a>(
    mut signer: Reader<'a>,
    content: &'a [u8],
    certificates: Vec<&'a [u8]>,
) -> Result<SignedData<'a>, Fault> {
    signer.read(Tag::INTEGER)?;
    let mut name = signer.open(Tag::SEQUENCE)?;
    let signer_issuer = name.read(Tag::SEQUENCE)?.bytes;
    let signer_serial = name.read(Tag::INTEGER)?.contents;
    name.finish()?;
    let digest_algorithm = signer.read(Tag::SEQUENCE)?;
    if signer.optional(Tag::context(0))?.is_some() {
        return Err(Fault::MessageKind);
    }
    let signature_algorithm = signer.read(Tag::SEQUENCE)?;
    let signature = signer.read(Tag::OCTET_STRING)?.contents;
    signer.optional(Tag::context(1))?;
    signer.finish()?;
    Ok(SignedData {
        content,
        certificates,
        signer_issuer,
        signer_serial,
        digest_algorithm,
        signature_algorithm,
        signature,
    })
}
