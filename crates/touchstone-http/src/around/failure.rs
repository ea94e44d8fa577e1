//! Decides what is told when something that must not happen happens: a constant to the caller, the chain of causes to the log.

use std::error::Error;
use std::fmt::Write;

use axum::response::{IntoResponse, Response};
use touchstone_core::Call;

use crate::problem::Problem;
use crate::{mobile, webauthn};

/// Whose error shape a path speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// The attestation sessions under `/api/`.
    Mobile,
    /// The passkey ceremonies under `/nevisfido/`.
    Webauthn,
    /// Everything else: the common admin shape.
    Common,
}

impl Room {
    /// The room of a path.
    pub(super) fn of(path: &str) -> Self {
        if path.starts_with("/api/") {
            Self::Mobile
        } else if path.starts_with("/nevisfido/") || path == "/.well-known/webauthn" {
            Self::Webauthn
        } else {
            Self::Common
        }
    }
}

/// The constant answer, and `because` in the log.
pub(super) fn respond(room: Room, call: &Call, because: &'static str) -> Response {
    tracing::error!(request_id = %call.request_id, because, "request failed");
    match room {
        Room::Mobile => mobile::internal_error().into_response(),
        Room::Webauthn => webauthn::internal_error(),
        Room::Common => Problem::internal().respond(&call.request_id),
    }
}

/// An error and all of its causes, for the log only.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {source}");
        cause = source.source();
    }
    text
}
