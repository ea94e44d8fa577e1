//! Decides the common admin shape of an error: RFC 9457 `application/problem+json` (design.md section 3).

use std::borrow::Cow;

use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use crate::problem_table::{self, ProblemKind};

/// Where the types of problems live; a name, not a place.
const TYPE_BASE: &str = "https://touchstone.invalid/problems/";

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ProblemIssue {
    /// Where.
    pub(crate) path: String,
    /// What is wrong, and what would be right.
    pub(crate) message: String,
}

/// An error in the common admin shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    kind: &'static ProblemKind,
    detail: Cow<'static, str>,
    issues: Vec<ProblemIssue>,
    id: Option<String>,
}

#[derive(Serialize)]
struct ProblemBody<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    issues: &'a [ProblemIssue],
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    request_id: &'a str,
}

impl Problem {
    /// A problem of this kind; the detail repeats the title until it is set.
    pub(crate) const fn new(kind: &'static ProblemKind) -> Self {
        Self {
            kind,
            detail: Cow::Borrowed(kind.title),
            issues: Vec::new(),
            id: None,
        }
    }

    /// With this detail, for people. It must hold no secret.
    #[must_use]
    pub(crate) fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }

    /// With these issues.
    #[must_use]
    pub(crate) fn issues(mut self, issues: Vec<ProblemIssue>) -> Self {
        self.issues = issues;
        self
    }

    /// With the identifier of the object that it is about.
    #[must_use]
    pub(crate) fn id(mut self, id: Option<String>) -> Self {
        self.id = id;
        self
    }

    /// 404: no such thing, or another tenant's.
    pub(crate) const fn not_found() -> Self {
        Self::new(&problem_table::NOT_FOUND)
    }

    /// 405; the caller adds `Allow`.
    pub(crate) const fn method_not_allowed() -> Self {
        Self::new(&problem_table::METHOD_NOT_ALLOWED)
    }

    /// 500, always the same; what happened stands in the log under the request id.
    pub(crate) const fn internal() -> Self {
        Self::new(&problem_table::INTERNAL)
    }

    /// What kind it is of.
    pub(crate) const fn kind(&self) -> &'static ProblemKind {
        self.kind
    }

    /// The status code.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The response.
    pub(crate) fn respond(&self, request_id: &str) -> Response {
        let body = ProblemBody {
            kind: format!("{TYPE_BASE}{}", self.kind.code),
            title: self.kind.title,
            status: self.kind.status,
            code: self.kind.code,
            detail: &self.detail,
            issues: &self.issues,
            id: self.id.as_deref(),
            request_id,
        };
        // Strings and numbers always serialise; an empty body would still carry the status.
        let bytes = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = self.status();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }
}
