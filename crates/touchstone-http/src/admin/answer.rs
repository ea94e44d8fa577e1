//! Decides how an operation's result leaves: JSON with its entity tag, and a note of what was made, for repeated calls.

use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use crate::answer::json;

/// What an operation answers.
#[derive(Debug)]
pub(crate) struct Answer(Response);

/// Left in a response by a write: what a repeated call must know.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The identifier of the object that was made.
    pub(super) object_id: Option<String>,
    /// Whether the body shows a secret, which is not kept.
    pub(super) secret: bool,
}

/// A part of a list.
#[derive(Serialize)]
struct ListBody<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
}

impl Answer {
    /// 200.
    pub(super) fn ok(body: &impl Serialize) -> Self {
        Self(json(StatusCode::OK, body))
    }

    /// 201 with the identifier of what was made.
    pub(super) fn created(object_id: &impl ToString, body: &impl Serialize) -> Self {
        Self::made(object_id, body, false)
    }

    /// 201 with the identifier of what was made, and a secret in the body.
    pub(super) fn created_with_secret(object_id: &impl ToString, body: &impl Serialize) -> Self {
        Self::made(object_id, body, true)
    }

    /// 204.
    pub(super) fn nothing() -> Self {
        Self(StatusCode::NO_CONTENT.into_response())
    }

    /// 200 with a part of a list.
    pub(super) fn list<T: Serialize>(items: Vec<T>, next_cursor: Option<String>) -> Self {
        Self::ok(&ListBody { items, next_cursor })
    }

    /// With the entity tag of this version.
    #[must_use]
    pub(super) fn tagged(mut self, version: u64) -> Self {
        // A number in quotes is a header value.
        if let Ok(tag) = HeaderValue::from_str(&format!("\"v{version}\"")) {
            self.0.headers_mut().insert(ETAG, tag);
        }
        self
    }

    fn made(object_id: &impl ToString, body: &impl Serialize, secret: bool) -> Self {
        let mut response = json(StatusCode::CREATED, body);
        let made = Made {
            object_id: Some(object_id.to_string()),
            secret,
        };
        response.extensions_mut().insert(made);
        Self(response)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.0
    }
}
