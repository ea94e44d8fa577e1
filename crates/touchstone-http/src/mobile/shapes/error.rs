//! The structured error: `statusCode`, `errorMessage`, and with `explain` the reason (spec mobile.md 2.0 and 4.8).

use serde::Serialize;

use crate::mobile::code::Code;

/// An error.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::mobile) struct ErrorBody<'a> {
    status_code: u32,
    error_message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<&'a str>,
}

impl<'a> ErrorBody<'a> {
    /// With this text, without a reason.
    pub(in crate::mobile) fn new(code: Code, error_message: &'a str) -> Self {
        Self {
            status_code: code.number,
            error_message,
            reason: None,
        }
    }
}
