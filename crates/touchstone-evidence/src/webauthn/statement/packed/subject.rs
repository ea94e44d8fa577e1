//! Decides whether a name is that of an attestation key: check P7 (WebAuthn L3 section 8.2.1).

use super::Error;
use crate::x509::{oid, only_attribute};

/// What the organizational unit must be, to the letter.
const UNIT: &[u8] = b"Authenticator Attestation";

/// An attribute of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// C: where the vendor is at home, in two capital letters.
    Country,
    /// O: the vendor.
    Organization,
    /// OU: the words that mark attestation keys.
    OrganizationalUnit,
    /// CN: of the vendor's choosing.
    CommonName,
}

impl Attribute {
    /// The short name of the attribute.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::Organization => "O",
            Self::OrganizationalUnit => "OU",
            Self::CommonName => "CN",
        }
    }
}

/// That a subject, as its DER holds it, has the four attributes, each once.
pub(super) fn check(subject: &[u8]) -> Result<(), Error> {
    let has = |kind, fits: fn(&[u8]) -> bool| only_attribute(subject, kind).is_some_and(fits);
    let is_country = |value: &[u8]| value.len() == 2 && value.iter().all(u8::is_ascii_uppercase);
    let is_told = |value: &[u8]| !value.is_empty();
    let rules = [
        (Attribute::Country, has(oid::COUNTRY_NAME, is_country)),
        (
            Attribute::Organization,
            has(oid::ORGANIZATION_NAME, is_told),
        ),
        (
            Attribute::OrganizationalUnit,
            has(oid::ORGANIZATIONAL_UNIT_NAME, |value| value == UNIT),
        ),
        (Attribute::CommonName, has(oid::COMMON_NAME, is_told)),
    ];
    match rules.into_iter().find(|(_, fulfilled)| !fulfilled) {
        Some((attribute, _)) => Err(Error::Subject { attribute }),
        None => Ok(()),
    }
}
