//! Decides whether an authenticator vouches for a credential in WebAuthn's own format: `packed` (WebAuthn L3 section 8.2,
//! spec webauthn.md section 4.3). Checks run in this order; the first that fails is the reason.
//!
//! 1. P1: the members are there, and the statement is no ECDAA;
//! 2. P2: the algorithm is implemented;
//! 3. P3: without certificates, the credential's key signed, under its own algorithm;
//! 4. P4: with certificates, the algorithm is for the leaf's key;
//! 5. P5: the leaf's key signed;
//! 6. P6 to P9: the leaf is certified as an attestation key, for this model where it names one.

mod error;
mod subject;
mod verify;

pub use error::Error;
pub use subject::Attribute;
pub(super) use verify::{has_certificates, verify_full, verify_self};

/// The checks of a statement without certificates in the order in which they run: clause, and what it says.
pub const CHECKS_SELF: &[(&str, &str)] = &[
    ("P1", "members are well-formed"),
    ("P2", "algorithm is implemented"),
    ("P3", "statement is signed with the credential's key"),
];

/// The same for a statement with certificates.
pub const CHECKS_FULL: &[(&str, &str)] = &[
    ("P1", "members are well-formed"),
    ("P2", "algorithm is implemented"),
    ("P4", "algorithm is for the leaf's key"),
    ("P5", "statement is signed with the leaf key"),
    ("P6", "leaf is of version 3"),
    ("P7", "subject is that of an attestation key"),
    ("P8", "leaf is no authority"),
    ("P9", "leaf is for this model"),
];
