//! `POST /api/v1/attestation/init`: promises a session (spec mobile.md 2.1). It never looks at a body; what becomes of the body's bytes
//! is decided where connections are served (`server/unread_body.rs`).

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::admitted::Admitted;
use super::count;
use super::error::ApiError;
use super::shapes::SessionBody;
use crate::answer;
use crate::state::HttpState;

/// A session for the caller's tenant.
pub(crate) async fn init(
    State(state): State<HttpState>,
    caller: Admitted,
) -> Result<Response, ApiError> {
    let mobile = &state.core().mobile;
    match mobile.init(&caller.principal, &caller.call).await {
        Ok(session) => {
            count::session();
            Ok(answer::json(StatusCode::OK, &SessionBody::new(&session)))
        }
        Err(error) => Err(ApiError::of_init(&error, &caller.call.request_id)),
    }
}
