//! `/admin/v1/mobile/apple-apps`: the Apple apps of a tenant.

mod create;
mod get;
mod list;
mod remove;
mod shape;
mod update;

pub(crate) use create::create;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use remove::remove;
pub(crate) use update::update;

use touchstone_core::{AdminError, AppId};

const APPLE_APP_ID: &str = "apple_app_id";

/// What is no identifier names nothing.
fn app_id(text: &str) -> Result<AppId, AdminError> {
    text.parse().map_err(|_| AdminError::NotFound)
}
