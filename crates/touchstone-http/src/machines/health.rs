//! `GET /health`: the process lives. Touches nothing.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;

/// Always the same.
pub(crate) async fn health() -> Response {
    let kind = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (kind, r#"{"status":"ok"}"#).into_response()
}
