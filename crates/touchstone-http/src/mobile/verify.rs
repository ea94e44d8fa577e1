//! `POST /api/v1/attestation/verify`: judges a token (spec mobile.md 2.2). A place is taken before the body is read (section 8).

use axum::extract::{Request, State};
use axum::response::Response;

use super::admitted::Admitted;
use super::error::ApiError;
use super::{count, request, shapes};
use crate::body::{self, BodyError};
use crate::content_type::is_json;
use crate::state::HttpState;

/// The longest body, in bytes.
const BODY_BYTES_MAX: usize = 131_072;

/// The verdict on the token.
pub(crate) async fn verify(
    State(state): State<HttpState>,
    caller: Admitted,
    request: Request,
) -> Result<Response, ApiError> {
    let gate = state.mobile();
    let (Some(place), Some(arriving)) = (gate.place(), gate.arriving(caller.tenant_id)) else {
        count::overloaded();
        return Err(ApiError::TemporarilyUnavailable);
    };
    if !is_json(request.headers()) {
        return Err(ApiError::UnsupportedMediaType);
    }
    let time = state.limits().body_read;
    let bytes = match body::read(request.into_body(), BODY_BYTES_MAX, time).await {
        Ok(bytes) => bytes,
        Err(BodyError::TooLarge) => return Err(ApiError::TooLarge),
        Err(BodyError::Unfinished) => return Ok(body::unanswered()),
    };
    drop(arriving);
    let verify_request = request::read(&bytes, &caller.rules).map_err(ApiError::Malformed)?;
    // A task of its own: a client who hangs up does not break off a verification whose token Google
    // has decoded already, for that token decodes no second time.
    let request_id = caller.call.request_id.clone();
    let verification = tokio::spawn(async move {
        let _place = place;
        let mobile = &state.core().mobile;
        let verified = mobile.verify(&caller.principal, &caller.call, verify_request);
        verified.await.inspect(count::verdict)
    });
    match verification.await {
        Ok(Ok(verification)) => Ok(shapes::verification(&verification, &request_id)),
        Ok(Err(error)) => Err(ApiError::of_verify(&error, &request_id)),
        Err(lost) => Err(ApiError::lost(&lost, &request_id)),
    }
}
