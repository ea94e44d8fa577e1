//! Decides whether a registration proves a new credential: checks A1 to A14 and K1 to K4, then the statement's (spec
//! webauthn.md sections 4.2 and 4.3).

mod expected;
mod verified;

pub use expected::Expected;
pub use verified::Verified;
