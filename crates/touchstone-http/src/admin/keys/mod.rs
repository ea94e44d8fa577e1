//! `/admin/v1/keys`: API keys of every kind.

mod get;
mod import;
mod issue;
mod list;
mod revoke;
mod rotate;
mod shape;

pub(crate) use get::get;
pub(crate) use import::import;
pub(crate) use issue::issue;
pub(crate) use list::list;
pub(crate) use revoke::revoke;
pub(super) use rotate::GRACE_S_DEFAULT;
pub(crate) use rotate::rotate;

use touchstone_core::{AdminError, ApiKeyId};

/// What is no identifier names nothing.
fn key_id(text: &str) -> Result<ApiKeyId, AdminError> {
    text.parse().map_err(|_| AdminError::NotFound)
}
