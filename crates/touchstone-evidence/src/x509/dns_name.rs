//! Decides whether a certificate is for a host: by the dNSNames of its subject alternative name, and by the common name
//! only when it has none of them (RFC 6125 section 6.4.4). Wildcards match nothing.

use super::{Certificate, Error, oid, only_attribute};
use crate::der::{Reader, Tag};

/// Whether `certificate` has the DNS name `host`, in any case of ASCII letters. A subject alternative name that is
/// repeated or unreadable, and a repeated common name, name nothing.
pub fn has_dns_name(certificate: &Certificate<'_>, host: &str) -> bool {
    let is_host = |name: &[u8]| name.eq_ignore_ascii_case(host.as_bytes());
    match alternative_name(certificate, is_host) {
        Ok(Some(found)) => found,
        Ok(None) => only_attribute(certificate.subject, oid::COMMON_NAME).is_some_and(is_host),
        Err(_) => false,
    }
}

/// Whether `certificate` has `host` as a dNSName, in any case of ASCII letters; the common name does not count.
pub fn lists_dns_name(certificate: &Certificate<'_>, host: &str) -> bool {
    let is_host = |name: &[u8]| name.eq_ignore_ascii_case(host.as_bytes());
    matches!(alternative_name(certificate, is_host), Ok(Some(true)))
}

/// Whether a dNSName fulfils `is_host`; `None` when there is no dNSName.
fn alternative_name(
    certificate: &Certificate<'_>,
    is_host: impl Fn(&[u8]) -> bool,
) -> Result<Option<bool>, Error> {
    const DNS_NAME: Tag = Tag::context_primitive(2);
    let Some(extension) = certificate.extension(oid::SUBJECT_ALT_NAME)? else {
        return Ok(None);
    };
    let mut document = Reader::new(extension.value);
    let mut names = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let mut found = None;
    while !names.is_empty() {
        let name = names.any()?;
        if name.tag == DNS_NAME {
            found = Some(found == Some(true) || is_host(name.contents));
        }
    }
    Ok(found)
}
