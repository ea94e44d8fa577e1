//! Decides whether Apple vouches for a credential without naming the device: format `apple` (WebAuthn L3 section 8.8,
//! spec webauthn.md section 4.3). Checks run in this order; the first that fails is the reason.
//!
//! 1. L1: the leaf carries a nonce;
//! 2. L2: it is the hash over authenticator data and client data hash;
//! 3. L3: the leaf is of the credential's key.

mod error;
mod verify;

pub use error::Error;
pub(super) use verify::verify;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("L1", "leaf carries a nonce"),
    ("L2", "nonce is the expected one"),
    ("L3", "leaf is of the credential's key"),
];
