//! Decides whether a BLOB of a FIDO metadata service is genuine and what it holds: checks M1 to M9 (spec webauthn.md section
//! 4.5), in this order; the first that fails is the reason.
//!
//! 1. M1: a compact JWS of at most 16 MiB;
//! 2. M2: signed with an algorithm that is known;
//! 3. M3: its certificates, or an address of the source's own for them;
//! 4. M4: a path to a root of the source, from a certificate for the source's signer;
//! 5. M5: the path is valid now;
//! 6. M6: no certificate on it is revoked;
//! 7. M7: the signature is by its leaf;
//! 8. M8: the payload has a number, a date and entries;
//! 9. M9: the number is greater than that of the BLOB at hand.
//!
//! [`Blob::parse`] is M1 and M2, [`Blob::certificates`] M3, [`Blob::judge`] M4 to M9. Between them the caller fetches what is
//! missing: certificates at an address, revocation lists that [`Blob::crl_places`] names.

mod blob;
mod certificates;
mod error;
mod payload;
mod source;
mod x5u;

pub use blob::{Accepted, Blob, reread};
pub use certificates::Certificates;
pub use error::Error;
pub use payload::{Listed, Payload};
pub use source::{DEFAULT_SIGNER, DEFAULT_URL, Source, default_roots};
pub use x5u::x5u_is_of;

/// The checks of a BLOB in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("M1", "BLOB is a compact JWS"),
    ("M2", "algorithm is known"),
    ("M3", "certificates come with it, or from its source"),
    ("M4", "certificates lead to a root of the source"),
    ("M5", "certificates are valid now"),
    ("M6", "no certificate is revoked"),
    ("M7", "signature holds"),
    ("M8", "payload is well-formed"),
    ("M9", "number is greater than the one at hand"),
];

#[cfg(test)]
mod tests;
