//! Decides whether Android's key store vouches for a credential: format `android-key` (WebAuthn L3 section 8.4, spec
//! webauthn.md section 4.3). Checks run in this order; the first that fails is the reason.
//!
//! 1. D1: the members are there, and the leaf is of the credential's key;
//! 2. D2: the leaf key signed;
//! 3. D3: the leaf describes its key;
//! 4. D4: the description's challenge is the client data hash;
//! 5. D5: the key is not open to every app;
//! 6. D6: the key was generated where it is kept, and it signs;
//! 7. D7: the description is by a keeper of the least level or above.
//!
//! Only the leaf's description is read: whether the chain may be trusted is judged apart.

mod description;
mod error;
mod verify;

pub use error::Error;
pub(super) use verify::verify;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("D1", "leaf is of the credential's key"),
    ("D2", "statement is signed with the leaf key"),
    ("D3", "leaf describes its key"),
    ("D4", "challenge is the client data hash"),
    ("D5", "key is not open to every app"),
    ("D6", "key was generated in its keeper, and signs"),
    ("D7", "description is by a keeper of the least level"),
];
