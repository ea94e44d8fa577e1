//! The passkey ceremonies: spec webauthn.md 2 and the rows of section 9.

mod bodies;
mod ceremonies;
mod cors;
mod events;
pub mod harness;
mod headers;
mod limits;
mod load;
mod metadata;
mod options;
mod passkey_page;
mod rate_limit;
mod reasons;
mod routing;
mod rp_choice;
mod sectoken;
mod status;
mod telling;
mod tenants;
mod unhappy;
mod vendor_paths;
