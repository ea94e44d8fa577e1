//! `/admin/v1/mobile/android-apps`: the Android apps of a tenant, and what opens their Play Integrity tokens.

mod check_service_account;
mod clear_play_keys;
mod clear_service_account;
mod create;
mod get;
mod list;
mod remove;
mod set_play_keys;
mod set_service_account;
mod shape;
mod update;

pub(crate) use check_service_account::check_service_account;
pub(crate) use clear_play_keys::clear_play_keys;
pub(crate) use clear_service_account::clear_service_account;
pub(crate) use create::create;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use remove::remove;
pub(crate) use set_play_keys::set_play_keys;
pub(crate) use set_service_account::set_service_account;
pub(crate) use update::update;

const PACKAGE_NAME: &str = "package_name";
