//! `/admin/v1/webauthn/sessions`: how far ceremonies are.

mod get;
mod list;
mod shape;

pub(crate) use get::get;
pub(crate) use list::list;
