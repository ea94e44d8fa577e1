//! `GET /metrics`: the process's metrics in the Prometheus text format.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;

use crate::around::CurrentCall;
use crate::problem::Problem;
use crate::state::HttpState;

/// All metrics; not found where none are collected.
pub(crate) async fn metrics(
    State(state): State<HttpState>,
    CurrentCall(call): CurrentCall,
) -> Response {
    match state.render_metrics() {
        Some(render) => {
            let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
            (kind, render()).into_response()
        }
        None => Problem::not_found().respond(&call.request_id),
    }
}
