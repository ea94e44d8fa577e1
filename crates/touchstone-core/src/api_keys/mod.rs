//! API keys of every kind: how they look, how they are recognised, issued, rotated and revoked.

mod authenticate;
mod form;

pub use authenticate::{ApiKeys, AuthError};
pub use form::{ApiKeySecret, new_secret};
