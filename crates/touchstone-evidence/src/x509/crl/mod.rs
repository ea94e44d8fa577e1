//! Decides what a certificate revocation list says (RFC 5280 section 5) and whose it is.
//!
//! Complete lists of one issuer only: a list with a critical extension that is unknown here (delta lists) and one that
//! speaks for other issuers (indirect lists) are refused. A list for part of an issuer's certificates is read, with the
//! part that it covers: see [`Scope`].
//!
//! Its signature is verified once per issuer, when the list comes in: lists have megabytes, and who names one in a chain
//! must not make a server hash it each time.

mod parse;
mod place;
mod points;
mod scope;
mod serials;
mod succession;

use alloc::boxed::Box;
use alloc::vec::Vec;

pub use place::{CrlPlace, crl_places};
pub use points::{crl_urls, names_crl};
pub use scope::Scope;
pub use succession::SuccessionError;

use super::{Error, SubjectPublicKeyInfo};
use crate::Timestamp;
use crate::der;
use crate::digest::Sha256;
use crate::limits::NOT_BEFORE_LEEWAY_S;
use crate::signature::{self, Scheme};
use serials::Serials;

/// A revocation list; nothing in it is authentic before [`Crl::verify`] says so.
#[derive(Clone, Debug)]
pub struct Crl {
    /// The name of who signed it, as it came.
    issuer: Box<[u8]>,
    /// When it was made.
    this_update: Timestamp,
    /// When the next one is due at the latest.
    next_update: Option<Timestamp>,
    number: Option<Box<[u8]>>,
    scope: Scope,
    revoked: Serials,
    /// The signed part, as it came.
    signed: Box<[u8]>,
    scheme: Scheme,
    signature: Box<[u8]>,
    /// Keys, by SHA-256 of their SPKI, that [`Crl::verify`] found to have signed it.
    verified_by: Vec<Sha256>,
}

/// Why bytes are no usable revocation list, or it does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrlError {
    /// The DER is wrong.
    #[error("revocation list malformed")]
    Malformed(#[from] der::Error),
    /// More bytes, entries, extensions or serial digits than allowed.
    #[error("revocation list beyond a limit")]
    BeyondLimit,
    /// A critical extension that is unknown here, or a list that speaks for other issuers.
    #[error("revocation list of a kind that is not read")]
    Unsupported,
    /// Its signature scheme is unknown.
    #[error("revocation list signed with an unknown scheme")]
    SchemeUnknown,
    /// It names another issuer.
    #[error("revocation list of another issuer")]
    IssuerMismatch,
    /// It is not signed by the issuer's key.
    #[error("signature on the revocation list does not hold")]
    SignatureWrong,
    /// It was made in the future.
    #[error("revocation list made in the future, at {this_update}")]
    NotYetValid {
        /// When it was made.
        this_update: Timestamp,
    },
    /// The next one was due already, or it does not say when.
    #[error("revocation list out of date")]
    Expired {
        /// When the next one was due.
        next_update: Option<Timestamp>,
    },
}

impl From<Error> for CrlError {
    fn from(error: Error) -> Self {
        match error {
            Error::Malformed(source) => Self::Malformed(source),
            Error::BeyondLimit => Self::BeyondLimit,
            Error::RepeatedExtension => Self::Unsupported,
        }
    }
}

impl Crl {
    /// Reads a list in DER of at most 8 MiB. The text is kept only as far as its signature needs it.
    pub fn parse(der: &[u8]) -> Result<Self, CrlError> {
        parse::parse(der)
    }

    /// The name of who signed it (a DER `Name`).
    pub const fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// When it was made.
    pub const fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one is due at the latest.
    pub const fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// What part of its issuer's certificates it covers.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How many certificates it revokes.
    pub const fn entries(&self) -> usize {
        self.revoked.len()
    }

    /// Whether it revokes the serial number, as its INTEGER holds it. What it says of a certificate counts only under the
    /// issuer whose key signed it.
    pub fn revokes(&self, serial: &[u8]) -> bool {
        self.revoked.contains(serial)
    }

    /// That it is current at `now`: made by then, and its successor not due yet. 60 s of leeway at the beginning.
    pub fn check_current(&self, now: Timestamp) -> Result<(), CrlError> {
        let this_update = self.this_update;
        if now.plus_s(NOT_BEFORE_LEEWAY_S) < this_update {
            return Err(CrlError::NotYetValid { this_update });
        }
        let next_update = self.next_update;
        if next_update.is_some_and(|due| now <= due) {
            Ok(())
        } else {
            Err(CrlError::Expired { next_update })
        }
    }

    /// That the issuer of this name and key signed it, which is remembered: a large list is hashed once per key.
    pub fn verify(
        &mut self,
        issuer: &[u8],
        key: &SubjectPublicKeyInfo<'_>,
    ) -> Result<(), CrlError> {
        if !self.is_verified_by(issuer, key) {
            self.check_signature(issuer, key)?;
            self.verified_by.push(key.sha256());
        }
        Ok(())
    }

    /// Whether [`Crl::verify`] found that the issuer of this name and key signed it. Nothing is hashed but the key.
    pub fn is_verified_by(&self, issuer: &[u8], key: &SubjectPublicKeyInfo<'_>) -> bool {
        *self.issuer == *issuer && self.verified_by.contains(&key.sha256())
    }

    fn check_signature(
        &self,
        issuer: &[u8],
        key: &SubjectPublicKeyInfo<'_>,
    ) -> Result<(), CrlError> {
        if *self.issuer != *issuer {
            return Err(CrlError::IssuerMismatch);
        }
        let key = key.public_key().ok_or(CrlError::SignatureWrong)?;
        signature::verify(&key, self.scheme, &self.signed, &self.signature)
            .map_err(|_| CrlError::SignatureWrong)
    }
}

#[cfg(test)]
mod tests;
