//! Decides whether several statements vouch for one credential: format `compound` (WebAuthn L3 section 8.9, spec
//! webauthn.md section 4.3). Checks run in this order; the first that fails is the reason.
//!
//! 1. O1: 2 to 8 elements, each with a format and a statement, none of them compound;
//! 2. O2: as many hold as the relying party asks for. Each is judged as if it stood alone, over the same credential.

mod element;
mod error;
mod verify;

pub use error::{Error, Fault};
pub(super) use verify::verify;

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("O1", "elements are well-formed"),
    ("O2", "as many elements hold as must"),
];
