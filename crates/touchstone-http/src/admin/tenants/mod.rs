//! `/admin/v1/tenants`.

mod create;
mod get;
mod list;
mod shape;
mod update;

pub(crate) use create::create;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use update::update;
