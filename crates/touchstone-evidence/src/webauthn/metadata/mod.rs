//! Decides what is known of a model of authenticators: an entry of the FIDO Metadata Service (MDS3) or an operator's own
//! statement in its form, read leniently, and what its status reports mean for a policy (spec webauthn.md section 4.5).
//!
//! Lenient: unknown members are ignored, unknown words are kept as text, white space inside certificates is removed, and
//! an anchor that is no certificate is left out and counted. A known member of a wrong type makes the entry unusable.

mod algorithms;
mod attestation_types;
mod certificate_text;
mod date;
mod entry;
mod members;
mod report;
mod status;

pub use algorithms::cose_algorithm;
pub use attestation_types::allows_type;
pub use date::{Date, ParseDateError};
pub use entry::{Entry, EntryError};
pub use report::{Dated, Named, StatusReport};
pub use status::{StatusError, StatusPolicy, StatusScope, Wearer};

use crate::digest::Hash;
use crate::x509::SubjectPublicKeyInfo;

/// How metadata names the attestation key of a U2F token: SHA-1 of the bits of its certificate's public key (MDS3
/// `attestationCertificateKeyIdentifiers`); `None` when they are no whole bytes.
pub fn certificate_key_id(key: &SubjectPublicKeyInfo<'_>) -> Option<[u8; 20]> {
    let hash = Hash::Sha1.of(&[key.key_bits().ok()?]);
    hash.as_ref().try_into().ok()
}

#[cfg(test)]
mod tests;
