//! Decides how the body of a request is read: never more than its limit, never longer than its time.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body as _;

/// The body could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is longer than the limit.
    #[error("the body is longer than its limit")]
    TooLarge,
    /// It did not arrive in time, or the connection broke: nobody waits for an answer.
    #[error("the body did not arrive")]
    Unfinished,
}

/// Marks a response that must not be sent: the connection is closed instead (spec mobile.md 8, "reading a request").
#[derive(Clone, Copy, Debug)]
pub(crate) struct CloseConnection;

/// Reads a body of at most `max_bytes` within `time`. A body that announces more is not begun.
pub(crate) async fn read(body: Body, max_bytes: usize, time: Duration) -> Result<Bytes, BodyError> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > max_bytes {
        return Err(BodyError::TooLarge);
    }
    match tokio::time::timeout(time, Limited::new(body, max_bytes).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(BodyError::TooLarge),
        Ok(Err(_)) | Err(_) => Err(BodyError::Unfinished),
    }
}

/// Stands for "no answer": the connection's loop closes it; who calls the router in process sees a 408.
pub(crate) fn unanswered() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    response.extensions_mut().insert(CloseConnection);
    response
}
