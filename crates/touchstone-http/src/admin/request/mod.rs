//! What an operation is given: who asks, the parameters, the body, the version it expects.

mod admin;
mod base64;
mod json;
mod members;
mod merge;
mod object;
mod page;
mod params;
mod time;

pub(super) use admin::Admin;
pub(super) use base64::Base64;
pub(crate) use json::read as read_json;
pub(super) use merge::{Patch, merged};
pub(super) use page::{PAGE, of_time_cursor, page, time_cursor};
pub(super) use params::Params;
pub(super) use time::Rfc3339;
