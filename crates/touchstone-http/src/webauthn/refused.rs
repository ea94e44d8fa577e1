//! Decides how a request is answered that does not succeed (spec webauthn.md 2.2 and 2.3): one `match` from every cause to its response.

use std::error::Error;

use axum::response::Response;
use http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use touchstone_core::ports::StoreError;
use touchstone_core::webauthn::{CEREMONY_FAILED, CeremonyError, Refusal, RpError};

use super::failure_table::{self as table, WebauthnFailure};
use super::shapes::{JSON, ServerResponse};
use crate::answer::{self, X_TOUCHSTONE_VERDICT};
use crate::around::chain;
use crate::body;
use crate::rate_limit::RateLimited;

/// The reason for machines.
pub(super) const X_TOUCHSTONE_REASON: HeaderName = HeaderName::from_static("x-touchstone-reason");
/// How long to wait when this node or its store has too much to do, in seconds.
const UNAVAILABLE_RETRY_AFTER_S: u64 = 1;

/// Why a request does not succeed.
#[derive(Debug)]
pub(super) enum Refused {
    /// The headers are too long, or too many.
    HeadersTooLarge,
    /// No such path, or nothing there.
    NotFound,
    /// The path takes POST.
    NotPost {
        /// What it takes.
        allow: &'static str,
    },
    /// The path takes GET.
    NotGet,
    /// The relying party asks for a SecToken, and none that is valid came.
    SecToken,
    /// A bucket is empty.
    RateLimited(RateLimited),
    /// JSON is not taken for an answer.
    NotAcceptable,
    /// The body is not said to be JSON.
    UnsupportedMediaType,
    /// The body is too long.
    TooLarge,
    /// The body did not arrive.
    Unfinished,
    /// The body is no request to the status service.
    StatusMalformed,
    /// The ceremony fails.
    Failed(Box<Refusal>),
    /// The store cannot be reached, or this node has too much to do.
    Unavailable,
    /// Something that must not happen; it stands in the log.
    Internal,
}

impl From<RateLimited> for Refused {
    fn from(limited: RateLimited) -> Self {
        Self::RateLimited(limited)
    }
}

impl Refused {
    /// A ceremony does not succeed.
    pub(super) fn of_ceremony(error: CeremonyError, request_id: &str) -> Self {
        match error {
            CeremonyError::Refused(refusal) => Self::Failed(refusal),
            CeremonyError::Store(error) => Self::of_store(&error, request_id),
            error @ CeremonyError::Unusable(_) => Self::internal(&error, request_id),
        }
    }

    /// The relying party cannot be told.
    pub(super) fn of_rp(error: &RpError, request_id: &str) -> Self {
        match error {
            RpError::Store(error) => Self::of_store(error, request_id),
            RpError::Unreadable(_) => Self::internal(error, request_id),
        }
    }

    /// The store did not do its work.
    pub(super) fn of_store(error: &StoreError, request_id: &str) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Overloaded => {
                tracing::warn!(request_id, error = chain(error), "the store is away");
                Self::Unavailable
            }
            _ => Self::internal(error, request_id),
        }
    }

    /// What must not happen.
    pub(super) fn internal(error: &dyn Error, request_id: &str) -> Self {
        tracing::error!(request_id, error = chain(error), "request failed");
        Self::Internal
    }

    /// The response.
    pub(super) fn respond(self) -> Response {
        let failure = match &self {
            Self::Failed(refusal) => return failed(refusal),
            Self::Unfinished => return body::unanswered(),
            Self::HeadersTooLarge => table::HEADERS_TOO_LARGE,
            Self::NotFound => table::NOT_FOUND,
            Self::NotPost { .. } => table::NOT_POST,
            Self::NotGet => table::NOT_GET,
            Self::SecToken => table::SECTOKEN_INVALID,
            Self::RateLimited(_) => table::RATE_LIMITED,
            Self::NotAcceptable => table::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => table::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => table::BODY_TOO_LARGE,
            Self::StatusMalformed => table::STATUS_MALFORMED,
            Self::Unavailable => table::UNAVAILABLE,
            Self::Internal => table::INTERNAL,
        };
        let mut response = of_table(failure);
        let header = match self {
            Self::NotPost { allow } => Some((ALLOW, HeaderValue::from_static(allow))),
            Self::NotGet => Some((ALLOW, HeaderValue::from_static("GET, HEAD"))),
            Self::SecToken => {
                let scheme = HeaderValue::from_static("Bearer realm=\"nevisfido\"");
                Some((WWW_AUTHENTICATE, scheme))
            }
            Self::RateLimited(limited) => Some((RETRY_AFTER, limited.retry_after_s.into())),
            Self::Unavailable => Some((RETRY_AFTER, UNAVAILABLE_RETRY_AFTER_S.into())),
            _ => None,
        };
        response.headers_mut().extend(header);
        response
    }
}

/// The constant answer when something happened that must not.
pub(crate) fn internal_error() -> Response {
    of_table(table::INTERNAL)
}

fn of_table(failure: WebauthnFailure) -> Response {
    let status = StatusCode::from_u16(failure.status);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = ServerResponse::failed(failure.message, "");
    let mut response = answer::json_as(JSON, status, &body);
    let reason = HeaderValue::from_static(failure.code);
    response.headers_mut().insert(X_TOUCHSTONE_REASON, reason);
    response
}

/// A protocol failure: the reason, as far as it may be told, and the verdict.
fn failed(refusal: &Refusal) -> Response {
    let status = if refusal.telling.is_client_error {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let (reason, sentence) = if refusal.telling.exposes_reason {
        (refusal.reason, &*refusal.sentence)
    } else {
        (CEREMONY_FAILED.code, CEREMONY_FAILED.meaning)
    };
    let message = format!("{reason}: {sentence}");
    let session_id = refusal.session_id.as_deref().unwrap_or_default();
    let body = ServerResponse::failed(&message, session_id);
    let mut response = answer::json_as(JSON, status, &body);
    let headers = response.headers_mut();
    if refusal.telling.exposes_reason {
        headers.insert(X_TOUCHSTONE_REASON, HeaderValue::from_static(reason));
    }
    if let Some(verdict_id) = refusal.verdict_id
        && let Ok(id) = HeaderValue::from_str(&verdict_id.to_string())
    {
        headers.insert(X_TOUCHSTONE_VERDICT, id);
    }
    response
}

#[cfg(test)]
mod tests;
