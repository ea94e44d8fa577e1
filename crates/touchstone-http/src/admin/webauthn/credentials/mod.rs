//! `/admin/v1/webauthn/users/{extId}/fido2`: the credentials of a user, in the words of nevisIDM.

mod get;
mod import;
mod list;
mod remove;
mod shape;
mod update;
mod words;

pub(crate) use get::get;
pub(crate) use import::import;
pub(crate) use list::list;
pub(crate) use remove::remove;
pub(crate) use update::update;

use touchstone_core::{AdminError, CredentialExtId};

/// What is no identifier names nothing.
fn credential_ext_id(text: &str) -> Result<CredentialExtId, AdminError> {
    text.parse().map_err(|_| AdminError::NotFound)
}
