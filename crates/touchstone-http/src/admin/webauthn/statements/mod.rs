//! `/admin/v1/webauthn/statements`: what a tenant itself says of models.

mod get;
mod list;
mod put;
mod remove;
mod shape;

pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use put::put;
pub(crate) use remove::remove;

use touchstone_core::AdminError;
use touchstone_core::webauthn::Aaguid;

/// What is no AAGUID names nothing.
fn aaguid(text: &str) -> Result<Aaguid, AdminError> {
    text.parse().map_err(|_| AdminError::NotFound)
}
