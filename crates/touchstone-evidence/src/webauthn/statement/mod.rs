//! Decides whether an attestation statement holds: F1, F2 and the checks of its format (spec webauthn.md section 4.3).

mod policy;
mod verified;

pub use policy::{AndroidKeyLists, CompoundRule, FormatSettings, StatementPolicy};
pub use verified::{RefusedElement, VerifiedStatement, VerifiedStatements};
