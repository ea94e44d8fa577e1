//! Decides how a revocation list is read (RFC 5280 section 5.1), entry by entry.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::serials::Serials;
use super::{Crl, CrlError, Scope};
use crate::der::{Error, Reader, Tag};
use crate::limits::{CRL_BYTES_MAX, CRL_ENTRIES_MAX};
use crate::x509::extension::Extensions;
use crate::x509::{algorithm, oid};

pub(super) fn parse(der: &[u8]) -> Result<Crl, CrlError> {
    if der.len() > CRL_BYTES_MAX {
        return Err(CrlError::BeyondLimit);
    }
    let mut document = Reader::new(der);
    let mut list = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let signed = list.read(Tag::SEQUENCE)?;
    let outer_algorithm = list.read(Tag::SEQUENCE)?;
    let signature = list.read(Tag::BIT_STRING)?.bit_string_bytes()?;
    list.finish()?;

    let mut fields = signed.reader();
    fields.optional(Tag::INTEGER)?;
    let signed_algorithm = fields.read(Tag::SEQUENCE)?.bytes;
    let scheme = algorithm::scheme(signed_algorithm, &outer_algorithm);
    let issuer = fields.read(Tag::SEQUENCE)?.bytes;
    let this_update = fields.any()?.time()?;
    let next_update = time(&mut fields)?;
    let revoked = fields.optional(Tag::SEQUENCE)?;
    let revoked = revoked.map_or_else(|| Ok(Serials::default()), |list| serials(list.reader()))?;
    let extensions = Extensions::parse(fields.optional(Tag::context(0))?)?;
    fields.finish()?;
    let (number, scope) = known(&extensions)?;
    Ok(Crl {
        issuer: issuer.into(),
        this_update,
        next_update,
        number,
        scope,
        revoked,
        signed: signed.bytes.into(),
        scheme: scheme.ok_or(CrlError::SchemeUnknown)?,
        signature: signature.into(),
        verified_by: Vec::new(),
    })
}

fn time(fields: &mut Reader<'_>) -> Result<Option<crate::Timestamp>, Error> {
    for tag in [Tag::UTC_TIME, Tag::GENERALIZED_TIME] {
        if let Some(time) = fields.optional(tag)? {
            return time.time().map(Some);
        }
    }
    Ok(None)
}

/// The serial number of every entry. What else an entry says does not matter: it is revoked, whatever the reason.
fn serials(mut entries: Reader<'_>) -> Result<Serials, CrlError> {
    let mut serials = Serials::default();
    while !entries.is_empty() {
        if serials.len() == CRL_ENTRIES_MAX {
            return Err(CrlError::BeyondLimit);
        }
        let mut entry = entries.open(Tag::SEQUENCE)?;
        serials.push(entry.read(Tag::INTEGER)?.contents)?;
        entry.any()?.time()?;
        entry.optional(Tag::SEQUENCE)?;
        entry.finish()?;
    }
    serials.sort();
    Ok(serials)
}

/// Without leading zero bytes, so that longer is greater.
type Number = Box<[u8]>;

/// The number, and what part the list covers; refuses every other critical extension.
fn known(extensions: &Extensions<'_>) -> Result<(Option<Number>, Scope), CrlError> {
    let (mut number, mut scope) = (None, None);
    for extension in extensions.iter() {
        let is_repeated = match extension.name {
            oid::CRL_NUMBER => {
                let mut document = Reader::new(extension.value);
                let value = document.read(Tag::INTEGER)?.contents;
                document.finish()?;
                let zeros = value.iter().take_while(|byte| **byte == 0).count();
                number
                    .replace(value.iter().skip(zeros).copied().collect())
                    .is_some()
            }
            oid::ISSUING_DISTRIBUTION_POINT => {
                scope.replace(Scope::parse(extension.value)?).is_some()
            }
            _ => extension.critical,
        };
        if is_repeated {
            return Err(CrlError::Unsupported);
        }
    }
    Ok((number, scope.unwrap_or_default()))
}
