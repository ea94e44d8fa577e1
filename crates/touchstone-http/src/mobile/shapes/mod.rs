//! Decides the JSON of the attestation sessions: members and their order as printed in spec mobile.md 2.

mod details;
mod error;
mod session;
mod verdict;
mod verification;

pub(super) use error::ErrorBody;
pub(super) use session::SessionBody;
pub(super) use verdict::VerdictBody;
pub(super) use verification::verification;
