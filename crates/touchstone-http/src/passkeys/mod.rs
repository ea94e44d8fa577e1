//! The page to try passkeys with (spec webauthn.md 6): it calls the ceremonies of its own origin, and the admin API under the console session.

mod asset;
mod context;

use axum::response::Response;
use http::HeaderValue;
use http::header::ALLOW;

pub(crate) use asset::{asset, page};
pub(crate) use context::{Administration, context};

use crate::around::CurrentCall;
use crate::problem::Problem;

/// Another method on a path that takes POST alone.
pub(crate) async fn only_post(CurrentCall(call): CurrentCall) -> Response {
    let mut response = Problem::method_not_allowed().respond(&call.request_id);
    let allow = HeaderValue::from_static("POST");
    response.headers_mut().insert(ALLOW, allow);
    response
}
