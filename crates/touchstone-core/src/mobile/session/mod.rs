//! Sessions that nobody stores: time, lifetime and a tag stand in the reference itself (spec mobile.md 3.1).

mod codec;
mod issuer;
mod keys;
mod tenant_key;

pub(super) use codec::Reference;
pub(super) use issuer::Issuer;
pub(super) use keys::{ISSUES_AFTER_MS, LIVE_AFTER_SUCCESSOR_MS, SessionKeys, new_session_key};
pub(super) use tenant_key::TenantKey;

#[cfg(test)]
mod tests;
