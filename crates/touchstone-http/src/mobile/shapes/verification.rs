//! The answer of `verify` with a verdict (spec mobile.md 2.2 and 4.8): class and constant text, and as much more as `explain` allows.
//! A 500 never tells more.

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::RETRY_AFTER;
use serde::Serialize;
use touchstone_core::mobile::{CheckLine, Explain, Verification};
use touchstone_core::ports::Outcome;

use super::details::DetailsBody;
use super::error::ErrorBody;
use crate::answer::{self, X_TOUCHSTONE_VERDICT};
use crate::mobile::code::{self, Code};
use crate::mobile::error::internal_error;

/// How long to wait when an upstream does not answer, in seconds (spec mobile.md 7.1).
const UPSTREAM_RETRY_AFTER_S: u64 = 5;

/// The body of a 200.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct VerificationBody<'a> {
    is_valid: bool,
    #[serde(flatten)]
    details: Option<DetailsBody<'a>>,
    status_code: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<&'a [CheckLine]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

/// The response of a verdict.
pub(in crate::mobile) fn verification(verification: &Verification, request_id: &str) -> Response {
    let code = code::of_verdict(verification.outcome, &verification.reason);
    let mut response = if code == code::INTERNAL {
        let reason = &*verification.reason;
        tracing::error!(request_id, reason, "verify reached no answer");
        internal_error().into_response()
    } else {
        match verification.outcome {
            Outcome::Valid | Outcome::Invalid => judged(verification, code),
            Outcome::Rejected | Outcome::Undetermined => not_judged(verification, code),
        }
    };
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&verification.verdict_id.to_string()) {
        headers.insert(X_TOUCHSTONE_VERDICT, id);
    }
    if code == code::TEMPORARILY_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from(UPSTREAM_RETRY_AFTER_S));
    }
    response
}

fn judged(verification: &Verification, code: Code) -> Response {
    let is_valid = verification.outcome == Outcome::Valid;
    let full = verification.explain >= Explain::Full;
    let details = verification.details.as_ref().filter(|_| is_valid || full);
    let body = VerificationBody {
        is_valid,
        details: details.map(DetailsBody::new),
        status_code: code.number,
        error_message: (!is_valid).then_some(code.message),
        reason: reason(verification),
        checks: full.then_some(&*verification.checks),
        hint: verification.hint.as_deref().filter(|_| full),
    };
    answer::json(code.status, &body)
}

fn not_judged(verification: &Verification, code: Code) -> Response {
    let mut body = ErrorBody::new(code, code.message);
    body.reason = reason(verification);
    answer::json(code.status, &body)
}

fn reason(verification: &Verification) -> Option<&str> {
    (verification.explain >= Explain::Reason).then_some(&*verification.reason)
}

#[cfg(test)]
mod tests;
