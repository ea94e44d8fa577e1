//! Decides whether a request to verify is well formed (spec mobile.md 2.2): media type, JSON, fields, in the printed order.

mod cause;
mod fields;
mod json;

pub(super) use cause::Cause;
pub(super) use fields::read;
