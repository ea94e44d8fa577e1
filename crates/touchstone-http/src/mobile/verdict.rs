//! `GET /api/v1/attestation/verdicts/{verdictId}`: a stored verdict (spec mobile.md 2.3). Unknown, malformed and foreign identifiers
//! are alike.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::admitted::Admitted;
use super::error::ApiError;
use super::shapes::VerdictBody;
use crate::answer;
use crate::state::HttpState;

/// The verdict of this identifier.
pub(crate) async fn verdict(
    State(state): State<HttpState>,
    caller: Admitted,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Ok(Path(id)) = id else {
        return Err(ApiError::NotFound);
    };
    let mobile = &state.core().mobile;
    match mobile.verdict(&caller.principal, &id, &caller.call).await {
        Ok(Some(stored)) => Ok(answer::json(StatusCode::OK, &VerdictBody::new(&stored))),
        Ok(None) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verify(&error, &caller.call.request_id)),
    }
}
