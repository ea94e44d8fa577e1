//! Decides where a certificate says that its revocation list is: cRLDistributionPoints (RFC 5280 section 4.2.1.13).

use alloc::vec::Vec;

use crate::der::{Element, Error, Reader, Tag};
use crate::limits::CRL_URLS_MAX;
use crate::x509::{Certificate, oid};

/// Whether the certificate says that there is a list, wherever; an extension that is repeated says so.
pub fn names_crl(certificate: &Certificate<'_>) -> bool {
    let named = certificate.extension(oid::CRL_DISTRIBUTION_POINTS);
    !matches!(named, Ok(None))
}

/// The `http` and `https` addresses of the complete list, at most 8; none when the extension cannot be read. Lists for some
/// reasons and lists of other issuers are left out.
pub fn crl_urls<'a>(certificate: &Certificate<'a>) -> Vec<&'a str> {
    let Ok(Some(extension)) = certificate.extension(oid::CRL_DISTRIBUTION_POINTS) else {
        return Vec::new();
    };
    let mut urls = read(extension.value).unwrap_or_default();
    urls.retain(|url| is_http(url));
    urls.truncate(CRL_URLS_MAX);
    urls
}

fn read(value: &[u8]) -> Result<Vec<&str>, Error> {
    let mut document = Reader::new(value);
    let mut points = document.open(Tag::SEQUENCE)?;
    document.finish()?;
    let mut urls = Vec::new();
    while !points.is_empty() {
        let mut point = points.open(Tag::SEQUENCE)?;
        let name = point.optional(Tag::context(0))?;
        let is_whole = point.is_empty();
        if let Some(name) = name.filter(|_| is_whole) {
            let full_name = point_name(name.reader())?;
            urls.extend(full_name.map_or_else(Vec::new, full_name_urls));
        }
    }
    Ok(urls)
}

/// The full name of a DistributionPointName, if it has one.
pub(super) fn point_name<'a>(mut name: Reader<'a>) -> Result<Option<Element<'a>>, Error> {
    let choice = name.any()?;
    name.finish()?;
    Ok(Some(choice).filter(|choice| choice.tag == Tag::context(0)))
}

/// The addresses among general names; what is no address is passed by.
pub(super) fn full_name_urls<'a>(full_name: Element<'a>) -> Vec<&'a str> {
    const URI: Tag = Tag::context_primitive(6);
    let mut names = full_name.reader();
    let mut urls = Vec::new();
    while let Ok(name) = names.any() {
        if name.tag == URI {
            urls.extend(core::str::from_utf8(name.contents).ok());
        }
    }
    urls
}

fn is_http(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}
