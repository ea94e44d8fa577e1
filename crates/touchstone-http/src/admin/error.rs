//! Decides which problem an administrator is told: one `match` over what the core says. Nothing of a store's error leaves the server.

use std::sync::Arc;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use touchstone_core::ports::{StoreError, UpstreamError};
use touchstone_core::{AdminError, Call, Issue};

use crate::around::chain;
use crate::problem::{Problem, ProblemIssue};
use crate::problem_table::{
    INTERNAL, INVALID, LIMIT_REACHED, PRECONDITION_FAILED, ProblemKind, SCOPE_MISSING,
    UNAUTHENTICATED, UNAVAILABLE, problem_table,
};

/// Seconds after which a caller may try again when something that is needed is not available.
const RETRY_AFTER_S: HeaderValue = HeaderValue::from_static("1");

/// An operation was refused. Its response gets its body once the request's name is at hand.
#[derive(Clone, Debug)]
pub(crate) struct Refused(Arc<Refusal>);

#[derive(Debug)]
struct Refusal {
    problem: Problem,
    /// For the log only: the chain of causes.
    because: Option<String>,
    /// Whether something may have been changed all the same.
    outcome_unknown: bool,
}

impl Refused {
    /// What the caller is told when the store did not do its work.
    pub(crate) fn of_store(error: &StoreError) -> Self {
        let kind = match error {
            StoreError::Unavailable(_) | StoreError::Overloaded => &UNAVAILABLE,
            StoreError::OutcomeUnknown(_) | StoreError::Corrupt { .. } | StoreError::Failed(_) => {
                &INTERNAL
            }
        };
        Self(Arc::new(Refusal {
            problem: Problem::new(kind),
            because: Some(chain(error)),
            outcome_unknown: matches!(error, StoreError::OutcomeUnknown(_)),
        }))
    }

    /// What the caller is told when an issuer gave no answer: its cause, which holds nothing of what was sent.
    pub(super) fn of_upstream(error: &UpstreamError) -> Self {
        Self::from(Problem::new(&UNAVAILABLE).detail(error.to_string()))
    }

    /// These issues.
    pub(crate) fn invalid(issues: Vec<Issue>) -> Self {
        let issue = |Issue { path, message }| ProblemIssue { path, message };
        let issues = issues.into_iter().map(issue).collect();
        Self::from(Problem::new(&INVALID).issues(issues))
    }

    /// One issue.
    pub(super) fn issue(path: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![Issue {
            path: path.to_owned(),
            message: message.into(),
        }])
    }

    pub(crate) fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// Whether something may have been changed all the same.
    pub(super) fn outcome_unknown(&self) -> bool {
        self.0.outcome_unknown
    }

    /// Says in the log what the caller is not told.
    pub(super) fn log(&self, call: &Call) {
        if let Some(because) = &self.0.because {
            let code = self.problem().kind().code;
            tracing::error!(request_id = %call.request_id, code, because, "an admin operation failed");
        }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(Arc::new(Refusal {
            problem,
            because: None,
            outcome_unknown: false,
        }))
    }
}

impl From<AdminError> for Refused {
    fn from(error: AdminError) -> Self {
        let problem = match error {
            AdminError::Store(error) => return Self::of_store(&error),
            AdminError::Invalid(issues) => return Self::invalid(issues),
            AdminError::NotFound => Problem::not_found(),
            AdminError::VersionDiffers => Problem::new(&PRECONDITION_FAILED),
            AdminError::ScopeMissing(_) | AdminError::ServerWideOnly => {
                Problem::new(&SCOPE_MISSING).detail(error.to_string())
            }
            AdminError::LimitReached { .. } => {
                Problem::new(&LIMIT_REACHED).detail(error.to_string())
            }
            AdminError::Conflict { code, detail } => Problem::new(conflict(code)).detail(detail),
        };
        Self::from(problem)
    }
}

/// The kind of this code; a test holds every code of the core to the table.
fn conflict(code: &str) -> &'static ProblemKind {
    problem_table()
        .iter()
        .find(|kind| kind.code == code)
        .unwrap_or(&INTERNAL)
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.problem().status();
        let kind = self.problem().kind();
        let headers = response.headers_mut();
        if *kind == UNAUTHENTICATED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if *kind == UNAVAILABLE {
            headers.insert(RETRY_AFTER, RETRY_AFTER_S);
        }
        response.extensions_mut().insert(self);
        response
    }
}
