//! Decides whether an attestation statement holds: F1, F2 and the checks of its format (spec webauthn.md section 4.3).

pub mod android_key;
pub mod android_safetynet;
pub mod apple;
mod chain;
mod checks;
pub mod compound;
mod context;
mod dispatch;
mod error;
pub mod fido_u2f;
mod leaf;
mod members;
pub mod none;
pub mod packed;
mod policy;
pub mod tpm;
mod verified;

pub(super) use checks::COMMON as COMMON_CHECKS;
pub use checks::checks;
pub(super) use context::Context;
pub(super) use dispatch::{setting_of, verify};
pub use error::Error;
pub use leaf::Fault as LeafFault;
pub use policy::{AndroidKeyLists, CompoundRule, FormatSettings, StatementPolicy};
pub use verified::{RefusedElement, VerifiedStatement, VerifiedStatements};
