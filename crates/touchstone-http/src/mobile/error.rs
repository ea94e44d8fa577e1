//! Decides how a request that got no verdict is answered (spec mobile.md 2.0): one `match` from every error to its response.

use std::error::Error;

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use touchstone_core::mobile::{InitError, PolicyError, VerifyError};
use touchstone_core::ports::StoreError;

use super::code::{self, Code};
use super::count;
use super::request::Cause;
use super::shapes::ErrorBody;
use crate::answer;
use crate::around::chain;

/// How long to wait when this node has too much to do, in seconds.
pub(super) const OVERLOADED_RETRY_AFTER_S: u64 = 1;

/// Why a request got no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// No `X-Api-Key`.
    Unauthenticated,
    /// The key is refused; why is told to the log alone.
    Forbidden,
    /// No such path, or no such verdict.
    NotFound,
    /// The path takes one method.
    MethodNotAllowed {
        /// That method.
        allow: &'static str,
    },
    /// The API key's bucket is empty.
    TooManyRequests {
        /// When there is room again, in seconds.
        retry_after_s: u64,
    },
    /// Not `application/json` in UTF-8.
    UnsupportedMediaType,
    /// The body is too long.
    TooLarge,
    /// The request is not what it must be.
    Malformed(Cause),
    /// This node has too much to do.
    TemporarilyUnavailable,
    /// Something that must not happen; it stands in the log.
    Internal,
}

/// The constant answer when something happened that must not.
pub(crate) fn internal_error() -> ApiError {
    ApiError::Internal
}

impl ApiError {
    /// `init` gave no session.
    pub(super) fn of_init(error: &InitError, request_id: &str) -> Self {
        match error {
            InitError::SessionsDisabled => Self::Malformed(Cause::SessionNotEnabled),
            InitError::Policy(PolicyError::Store(StoreError::Overloaded)) => {
                Self::overloaded(error, request_id)
            }
            InitError::Policy(_) | InitError::NoTenant | InitError::Sealed(_) => {
                Self::internal(error, request_id)
            }
        }
    }

    /// `verify` gave no verdict.
    pub(super) fn of_verify(error: &VerifyError, request_id: &str) -> Self {
        match error {
            VerifyError::Policy(PolicyError::Store(StoreError::Overloaded))
            | VerifyError::Lookup(StoreError::Overloaded)
            | VerifyError::SessionKeysIncomplete
            | VerifyError::Settle {
                source: StoreError::Overloaded,
                ..
            } => Self::overloaded(error, request_id),
            VerifyError::Policy(_)
            | VerifyError::Lookup(_)
            | VerifyError::Settle { .. }
            | VerifyError::NoTenant => Self::internal(error, request_id),
        }
    }

    /// The task of a verification has panicked; the panic itself is in the log.
    pub(super) fn lost(error: &tokio::task::JoinError, request_id: &str) -> Self {
        Self::internal(error, request_id)
    }

    /// The store's queue is full: nothing was changed, and it will be shorter soon.
    fn overloaded(error: &dyn Error, request_id: &str) -> Self {
        count::turned_away();
        tracing::warn!(request_id, error = chain(error), "overloaded");
        Self::TemporarilyUnavailable
    }

    fn internal(error: &dyn Error, request_id: &str) -> Self {
        tracing::error!(request_id, error = chain(error), "request failed");
        Self::Internal
    }

    fn body(&self) -> Option<(Code, String)> {
        let (code, message) = match self {
            Self::Unauthenticated | Self::Forbidden => return None,
            Self::Malformed(cause) => (code::MALFORMED, cause.to_string()),
            Self::NotFound => (code::NOT_FOUND, String::new()),
            Self::MethodNotAllowed { .. } => (code::METHOD_NOT_ALLOWED, String::new()),
            Self::TooManyRequests { .. } => (code::TOO_MANY_REQUESTS, String::new()),
            Self::UnsupportedMediaType => (code::UNSUPPORTED_MEDIA_TYPE, String::new()),
            Self::TooLarge => (code::TOO_LARGE, String::new()),
            Self::TemporarilyUnavailable => (code::TEMPORARILY_UNAVAILABLE, String::new()),
            Self::Internal => (code::INTERNAL, String::new()),
        };
        Some((code, format!("{}{message}", code.message)))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = match self.body() {
            Some((code, message)) => answer::json(code.status, &ErrorBody::new(code, &message)),
            None if self == Self::Unauthenticated => StatusCode::UNAUTHORIZED.into_response(),
            None => StatusCode::FORBIDDEN.into_response(),
        };
        let headers = response.headers_mut();
        match self {
            Self::Unauthenticated => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("ApiKey"));
            }
            Self::MethodNotAllowed { allow } => {
                headers.insert(ALLOW, HeaderValue::from_static(allow));
            }
            Self::TooManyRequests { retry_after_s } => {
                headers.insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
            }
            Self::TemporarilyUnavailable => {
                headers.insert(RETRY_AFTER, HeaderValue::from(OVERLOADED_RETRY_AFTER_S));
            }
            _ => {}
        }
        response
    }
}

#[cfg(test)]
mod tests;
