//! Decides what a certificate says and whether a path of certificates leads to a trusted key (RFC 5280, as far as
//! genuine evidence follows it).
//!
//! A [`Certificate`] is a view of the original bytes: signatures are checked over the TBS bytes as they came, names
//! are compared as bytes, nothing is encoded again. Reading is lenient where genuine chains need it (odd serial
//! numbers, NULL parameters, unknown keys, a TRUE that is not `FF`); what a path must fulfil is said by its
//! [`Profile`], so that families differ by data, not by code.

mod algorithm;
mod anchors;
mod certificate;
mod crl;
mod dns_name;
mod extension;
mod facts;
mod free_path;
mod key_purpose;
mod name;
pub mod oid;
mod path;
mod pem;
mod profile;
mod revocation;
mod spki;
mod validity;

pub use anchors::{Anchor, Anchors, AnchorsError, is_never_trusted};
pub use certificate::Certificate;
pub use crl::{
    Crl, CrlError, CrlPlace, Scope as CrlScope, SuccessionError, crl_places, crl_urls, names_crl,
};
pub use dns_name::{has_dns_name, lists_dns_name};
pub use extension::{BasicConstraints, Extension, Extensions};
pub use facts::CertificateFacts;
pub use free_path::{FreePath, FreePathError, find_path};
pub use key_purpose::has_key_purpose;
pub use name::{mentions, only_attribute};
pub use path::{PathError, verify_links, verify_path, verify_path_to};
pub use pem::pem_certificates;
pub use profile::{BasicConstraintsRule, CriticalRule, KeyUsageRule, Profile};
pub use revocation::{
    CrlStanding, Crls, Revocation, RevocationError, check_revocation, crl_standing,
};
pub use spki::SubjectPublicKeyInfo;
pub use validity::{OutsideValidity, Validity};

/// The bytes are no certificate that this reader takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The DER is wrong.
    #[error("certificate malformed")]
    Malformed(#[from] crate::der::Error),
    /// More bytes, extensions or serial digits than allowed.
    #[error("certificate beyond a limit")]
    BeyondLimit,
    /// An extension that may occur once occurs twice.
    #[error("certificate with a repeated extension")]
    RepeatedExtension,
}

#[cfg(test)]
mod tests;
