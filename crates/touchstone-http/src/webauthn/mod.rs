//! Passkey ceremonies over HTTP (spec webauthn.md 2): one operation, one file. What all of them share is in `door.rs`.

mod accept;
mod authentication_options;
mod caller;
mod cors;
mod count;
mod door;
mod failure_table;
mod gate;
mod head;
mod health;
mod operation;
mod options;
mod refused;
mod registration_options;
mod related_origins;
mod request;
mod result;
mod rp_of_page;
mod run;
mod sectoken;
mod shapes;
mod status;

use axum::extract::{Request, State};
use axum::response::Response;

pub(crate) use caller::{authority, only};
pub use failure_table::{WebauthnFailure, webauthn_failures};
pub(crate) use gate::WebauthnGate;
pub(crate) use head::short_headers;
pub(crate) use health::{health, liveness};
pub use options::WebauthnHttpOptions;
pub(crate) use refused::internal_error;
pub(crate) use related_origins::related_origins;
pub(crate) use rp_of_page::rp_of_page;

use crate::around::CurrentCall;
use crate::state::HttpState;
use operation::Operation;
use refused::Refused;

/// W1, with every method.
pub(crate) async fn attestation_options(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    door::open(state, call, request, Operation::RegistrationOptions).await
}

/// W2, with every method.
pub(crate) async fn attestation_result(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    door::open(state, call, request, Operation::RegistrationResult).await
}

/// W3, with every method.
pub(crate) async fn assertion_options(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    door::open(state, call, request, Operation::AuthenticationOptions).await
}

/// W4, with every method.
pub(crate) async fn assertion_result(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    door::open(state, call, request, Operation::AuthenticationResult).await
}

/// W5, with every method.
pub(crate) async fn ceremony_status(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
    request: Request,
) -> Response {
    door::open(state, call, request, Operation::Status).await
}

/// A path of the room that nobody serves.
pub(crate) async fn not_found() -> Response {
    Refused::NotFound.respond()
}

/// Another method on a path that takes GET alone.
pub(crate) async fn only_get() -> Response {
    Refused::NotGet.respond()
}
