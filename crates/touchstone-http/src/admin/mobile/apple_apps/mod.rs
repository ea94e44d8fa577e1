//! `/admin/v1/mobile/apple-apps`: the Apple apps of a tenant.

mod clear_devicecheck_key;
mod create;
mod get;
mod list;
mod remove;
mod set_devicecheck_key;
mod shape;
mod update;

pub(crate) use clear_devicecheck_key::clear_devicecheck_key;
pub(crate) use create::create;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use remove::remove;
pub(crate) use set_devicecheck_key::set_devicecheck_key;
pub(crate) use update::update;

const APPLE_APP_ID: &str = "apple_app_id";
