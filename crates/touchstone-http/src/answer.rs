//! Decides how JSON leaves: compact, members in the order of the shape, with the media type of the published APIs.

use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

/// Names the verdict, on every answer that has one.
pub(crate) const X_TOUCHSTONE_VERDICT: HeaderName = HeaderName::from_static("x-touchstone-verdict");

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    json_as("application/json; charset=utf-8", status, body)
}

/// A JSON answer under this media type.
pub(crate) fn json_as(kind: &'static str, status: StatusCode, body: &impl Serialize) -> Response {
    // The shapes are structs of strings, numbers and lists: they always serialise. An empty body
    // would still carry the status.
    let bytes = serde_json::to_vec(body).unwrap_or_default();
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
