//! Decides whether Android's SafetyNet vouches for a credential: format `android-safetynet` (WebAuthn L3 section 8.5, spec
//! webauthn.md section 4.3). Checks run in this order; the first that fails is the reason.
//!
//! 1. Y1: the members are there, and the response is a compact JWS with certificates;
//! 2. Y2: its nonce is the hash over authenticator data and client data hash, and its leaf is Google's service;
//! 3. Y3: the leaf key signed it;
//! 4. Y4: the device matches a profile that Google approved;
//! 5. Y5: it was made now.
//!
//! Google ended the service in 2025: what comes in this format today was made for a test, or long ago.

mod error;
pub mod response;
mod verify;

pub use error::{Error, Fault};
pub(super) use verify::verify;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("Y1", "response is well-formed"),
    (
        "Y2",
        "nonce is the expected one, and leaf is Google's service",
    ),
    ("Y3", "response is signed with the leaf key"),
    ("Y4", "device matches an approved profile"),
    ("Y5", "response is fresh"),
];
