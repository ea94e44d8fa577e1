//! `/admin/v1/mobile/session-keys`: the session master keys of the server, without their secrets.

mod list;
mod rotate;
mod shape;

pub(crate) use list::list;
pub(crate) use rotate::rotate;
