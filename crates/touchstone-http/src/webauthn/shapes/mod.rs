//! Decides how answers look (spec webauthn.md 2.3, 2.8, 2.10 and 2.12): members in the printed order.

mod authentication_options;
mod descriptor;
mod registration_options;
mod server_response;
mod status;

pub(super) use authentication_options::AuthenticationOptionsBody;
pub(super) use registration_options::RegistrationOptionsBody;
pub(super) use server_response::ServerResponse;
pub(super) use status::StatusBody;

/// The media type of every answer, without parameters.
pub(super) const JSON: &str = "application/json";
