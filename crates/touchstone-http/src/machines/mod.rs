//! Decides what machines learn about the server's well-being, without a key (spec purchases.md 2.7).

mod health;
mod metrics;
mod ready;

use axum::response::Response;
use http::HeaderValue;
use http::header::ALLOW;

pub(crate) use health::health;
pub(crate) use metrics::metrics;
pub(crate) use ready::ready;

use crate::around::CurrentCall;
use crate::problem::Problem;

/// Any other method.
pub(crate) async fn only_get_or_head(CurrentCall(call): CurrentCall) -> Response {
    let mut response = Problem::method_not_allowed().respond(&call.request_id);
    let allow = HeaderValue::from_static("GET, HEAD");
    response.headers_mut().insert(ALLOW, allow);
    response
}
