//! Decides what part of an issuer's certificates a list covers: issuingDistributionPoint (RFC 5280 section 5.2.5). Who puts
//! one part's list in the place of another's must not hide a revocation, so the places must agree.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::points::{full_name_urls, point_name};
use super::{CrlError, crl_urls};
use crate::der::{Element, Reader, Tag};
use crate::x509::Certificate;

/// What part of an issuer's certificates a list covers; the default is all, for every reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only certificates that name one of these places; `None` = wherever they say that their list is.
    pub urls: Option<Vec<String>>,
    /// Only certificates that are no authorities.
    pub leaves_only: bool,
    /// Only certificates of authorities.
    pub authorities_only: bool,
    /// Not every reason for a revocation, or attribute certificates only: a certificate that is not listed may be
    /// revoked all the same.
    pub incomplete: bool,
}

impl Scope {
    pub(super) fn parse(value: &[u8]) -> Result<Self, CrlError> {
        let mut document = Reader::new(value);
        let mut fields = document.open(Tag::SEQUENCE)?;
        document.finish()?;
        let point = fields.optional(Tag::context(0))?;
        let leaves_only = flag(fields.optional(Tag::context_primitive(1))?)?;
        let authorities_only = flag(fields.optional(Tag::context_primitive(2))?)?;
        let some_reasons = fields.optional(Tag::context_primitive(3))?.is_some();
        let indirect = flag(fields.optional(Tag::context_primitive(4))?)?;
        let attributes_only = flag(fields.optional(Tag::context_primitive(5))?)?;
        fields.finish()?;
        if indirect {
            return Err(CrlError::Unsupported);
        }
        let urls = point.map(|point| point_name(point.reader())).transpose()?;
        let owned = |urls: Vec<&str>| urls.into_iter().map(ToOwned::to_owned).collect();
        Ok(Self {
            // A place without addresses agrees with none.
            urls: urls.map(|name| owned(name.map_or_else(Vec::new, full_name_urls))),
            leaves_only,
            authorities_only,
            incomplete: some_reasons || attributes_only,
        })
    }

    /// Whether a certificate that the list does not name is not revoked: it belongs to the part that is covered.
    pub fn covers(&self, certificate: &Certificate<'_>) -> bool {
        let constraints = certificate.basic_constraints();
        let authority = constraints.map(|found| found.is_some_and(|found| found.authority));
        let is_of_kind = match authority {
            Ok(true) => !self.leaves_only,
            Ok(false) => !self.authorities_only,
            Err(_) => false,
        };
        let is_of_place = self.urls.as_ref().is_none_or(|urls| {
            let named = crl_urls(certificate);
            named.iter().any(|url| urls.iter().any(|of| of == url))
        });
        is_of_kind && is_of_place && !self.incomplete
    }
}

fn flag(field: Option<Element<'_>>) -> Result<bool, CrlError> {
    let flag = field.map(|field| field.boolean_lenient());
    Ok(flag.transpose()?.unwrap_or(false))
}
