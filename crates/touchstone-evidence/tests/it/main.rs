//! The evidence crate from outside: every outside vector, and paths minted for the occasion.

mod anchors;
mod app_attest;
mod case;
mod divergences;
mod mobile_token;
mod path;
#[cfg(test)]
mod simulated;
