//! Decides which status code, HTTP status and text an answer has: the table of spec mobile.md 2.0.

use http::StatusCode;
use touchstone_core::mobile::ErrorClass;
use touchstone_core::ports::Outcome;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// The `statusCode`.
    pub(super) number: u32,
    /// The HTTP status.
    pub(super) status: StatusCode,
    /// The `errorMessage`.
    pub(super) message: &'static str,
}

const fn row(number: u32, status: StatusCode, message: &'static str) -> Code {
    Code {
        number,
        status,
        message,
    }
}

/// Success; its message is never shown.
pub(super) const SUCCESS: Code = row(0, StatusCode::OK, "");
/// Something that must not happen.
pub(super) const INTERNAL: Code = row(
    0x1001_1000,
    StatusCode::INTERNAL_SERVER_ERROR,
    "Internal error",
);
/// The message goes on with the cause.
pub(super) const MALFORMED: Code = row(0x1001_1001, StatusCode::BAD_REQUEST, "Malformed request: ");
/// No such path or verdict.
pub(super) const NOT_FOUND: Code = row(0x1001_1002, StatusCode::NOT_FOUND, "Not found");
/// Another method.
pub(super) const METHOD_NOT_ALLOWED: Code = row(
    0x1001_1003,
    StatusCode::METHOD_NOT_ALLOWED,
    "Method not allowed",
);
/// Not `application/json`.
pub(super) const UNSUPPORTED_MEDIA_TYPE: Code = row(
    0x1001_1004,
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    "Unsupported media type",
);
/// The body is too long.
pub(super) const TOO_LARGE: Code = row(
    0x1001_1005,
    StatusCode::PAYLOAD_TOO_LARGE,
    "Request too large",
);
/// The API key's bucket is empty.
pub(super) const TOO_MANY_REQUESTS: Code = row(
    0x1001_1006,
    StatusCode::TOO_MANY_REQUESTS,
    "Too many requests",
);
/// Something that is needed does not answer now.
pub(super) const TEMPORARILY_UNAVAILABLE: Code = row(
    0x1001_1007,
    StatusCode::SERVICE_UNAVAILABLE,
    "Temporarily unavailable",
);
const SESSION_UNKNOWN: Code = row(0x1001_2000, StatusCode::CONFLICT, "Session unknown");
const SESSION_EXPIRED: Code = row(0x1001_2001, StatusCode::CONFLICT, "Session expired");
const SESSION_ALREADY_USED: Code = row(0x1001_2002, StatusCode::CONFLICT, "Session already used");

/// The row of refused evidence.
const fn refused(class: ErrorClass) -> Code {
    let (number, message) = match class {
        ErrorClass::TokenMalformed => (0x1001_3000, "Attestation token malformed"),
        ErrorClass::PlatformUnsupported => (0x1001_3001, "Platform not supported"),
        ErrorClass::ApplicationNotAllowed => (0x1001_3002, "Application not allowed"),
        ErrorClass::NonceMismatch => (0x1001_3003, "Nonce mismatch"),
        ErrorClass::NotAuthentic => (0x1001_3004, "Attestation not authentic"),
        ErrorClass::DeviceKeyNotAcceptable => (0x1001_3005, "Device key not acceptable"),
        ErrorClass::NotFresh => (0x1001_3006, "Attestation not fresh"),
        ErrorClass::IntegrityInsufficient => (0x1001_3007, "Device integrity insufficient"),
        ErrorClass::PolicyNotMet => (0x1001_3008, "Policy not met"),
        ErrorClass::Revoked => (0x1001_3009, "Revoked"),
    };
    row(number, StatusCode::OK, message)
}

/// The row of a verdict. A reason that is not in the spec is answered like something that must not happen.
pub(super) fn of_verdict(outcome: Outcome, reason: &str) -> Code {
    match (outcome, reason) {
        (Outcome::Valid, _) => SUCCESS,
        (Outcome::Invalid, reason) => ErrorClass::of_reason(reason).map_or(INTERNAL, refused),
        (Outcome::Rejected, "session_unknown") => SESSION_UNKNOWN,
        (Outcome::Rejected, "session_expired") => SESSION_EXPIRED,
        (Outcome::Rejected, "session_already_used" | "nonce_already_used") => SESSION_ALREADY_USED,
        (Outcome::Undetermined, "upstream_unavailable" | "status_list_stale") => {
            TEMPORARILY_UNAVAILABLE
        }
        (Outcome::Rejected | Outcome::Undetermined, _) => INTERNAL,
    }
}

#[cfg(test)]
mod tests;
