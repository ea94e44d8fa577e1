//! `/admin/v1/mobile/settings`: the tenant settings of spec mobile.md 5.2.

mod get;
mod update;

pub(crate) use get::get;
pub(crate) use update::update;
