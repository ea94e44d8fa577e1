//! Decides whether a U2F token vouches for a credential: format `fido-u2f` (WebAuthn L3 section 8.6, spec webauthn.md
//! section 4.3). Checks run in this order; the first that fails is the reason.
//!
//! 1. U1: a signature and exactly one certificate;
//! 2. U2: both keys are on P-256;
//! 3. U3: the AAGUID is zero, where that is asked for: the signature leaves it out;
//! 4. U4: the leaf's key signed.

mod error;
mod verify;

pub use error::Error;
pub(super) use verify::verify;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("U1", "one certificate"),
    ("U2", "leaf key and credential's key are on P-256"),
    ("U3", "AAGUID is zero"),
    ("U4", "statement is signed with the leaf key"),
];
