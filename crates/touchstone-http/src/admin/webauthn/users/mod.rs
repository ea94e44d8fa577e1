//! `/admin/v1/webauthn/users`: the users of passkeys.

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
pub(super) use shape::UserShape;
pub(crate) use update::update;
