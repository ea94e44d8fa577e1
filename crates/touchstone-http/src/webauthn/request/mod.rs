//! Decides whether a body is a request (spec webauthn.md 2.8, 2.10 and 2.12): JSON, then the fields in the order of their table. Members that the
//! API does not know are ignored; null in an optional member is as its absence.

mod authentication_options;
mod extensions;
mod members;
mod registration_options;
mod selection;
mod status;
mod wrong;

pub(super) use authentication_options::authentication_options;
pub(super) use registration_options::{OptionsRequest, options};
pub(super) use status::status;
