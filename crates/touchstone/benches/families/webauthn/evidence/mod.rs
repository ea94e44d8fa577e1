//! CPU per message, over the bare cryptography inside it from the same run: the whole way from the posted JSON to the judgement, trust
//! included. Goal: at most 1.3 times. What has no signature inside stands beside one P-256 verification.

mod assertion;
mod registration;
mod signatures;

use touchstone_evidence::webauthn::client_data::ClientDataRules;

use super::authenticators::ORIGIN;
use crate::measure;

/// When everything is judged: 2026-04-29T14:50:00Z, in unix milliseconds.
const NOW_MS: i64 = 1_777_474_200_000;
const CHALLENGE: &str = "FxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";

pub fn run() -> anyhow::Result<()> {
    println!(
        "webauthn: evidence alone, microseconds per message (lower quartile of {} rounds; goal: at most 1.30 times the \
         bare cryptography)",
        measure::ROUNDS
    );
    registration::run()?;
    assertion::run()
}

/// Calls `judge` with the rules of the relying party for client data.
fn with_rules<T>(judge: impl FnOnce(&ClientDataRules<'_>) -> T) -> T {
    judge(&ClientDataRules {
        origins: &[ORIGIN.to_owned()],
        subdomains_of: None,
        allow_cross_origin: false,
        top_origins: &[],
        token_binding_shape: true,
    })
}
