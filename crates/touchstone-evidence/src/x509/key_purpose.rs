//! Decides whether a certificate names a purpose for its key: extended key usage (RFC 5280 section 4.2.1.12).

use super::{Certificate, Error, oid};
use crate::der::{Reader, Tag};

/// Whether the extended key usage of `certificate` lists `purpose` (contents of its object identifier). An extension
/// that is absent, repeated or unreadable lists nothing; anyExtendedKeyUsage stands for itself only.
pub fn has_key_purpose(certificate: &Certificate<'_>, purpose: &[u8]) -> bool {
    lists(certificate, purpose).unwrap_or(false)
}

fn lists(certificate: &Certificate<'_>, purpose: &[u8]) -> Result<bool, Error> {
    let Some(extension) = certificate.extension(oid::EXTENDED_KEY_USAGE)? else {
        return Ok(false);
    };
    let mut document = Reader::new(extension.value);
    let mut purposes = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let mut found = false;
    while !purposes.is_empty() {
        found |= purposes.read(Tag::OBJECT_IDENTIFIER)?.contents == purpose;
    }
    Ok(found)
}
