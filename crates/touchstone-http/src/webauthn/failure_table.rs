//! Decides how requests are answered that reach no ceremony (spec webauthn.md 2.2): the one table of status codes and texts. The reference page is
//! printed from it.

/// A way in which a request reaches no ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebauthnFailure {
    /// The HTTP status code.
    pub status: u16,
    /// The reason code, as `X-Touchstone-Reason` tells it.
    pub code: &'static str,
    /// `errorMessage`.
    pub message: &'static str,
}

const fn failure(status: u16, code: &'static str, message: &'static str) -> WebauthnFailure {
    WebauthnFailure {
        status,
        code,
        message,
    }
}

/// Nobody serves the path.
pub(super) const NOT_FOUND: WebauthnFailure =
    failure(404, "not_found", "The requested resource does not exist.");
/// The path takes POST.
pub(super) const NOT_POST: WebauthnFailure = failure(
    405,
    "method_not_allowed",
    "The method of the received request was not POST.",
);
/// The path takes GET.
pub(super) const NOT_GET: WebauthnFailure = failure(
    405,
    "method_not_allowed",
    "The method of the received request was not GET.",
);
/// The relying party asks for a SecToken.
pub(super) const SECTOKEN_INVALID: WebauthnFailure =
    failure(401, "sectoken_invalid", "A valid SecToken is required.");
/// A bucket is empty.
pub(super) const RATE_LIMITED: WebauthnFailure = failure(429, "rate_limited", "Too many requests.");
/// JSON is not taken for an answer.
pub(super) const NOT_ACCEPTABLE: WebauthnFailure = failure(
    406,
    "not_acceptable",
    "The Accept header is not properly set to application/json.",
);
/// The body is not said to be JSON.
pub(super) const UNSUPPORTED_MEDIA_TYPE: WebauthnFailure = failure(
    415,
    "unsupported_media_type",
    "The Content-Type header is not properly set to application/json.",
);
/// The body is too long.
pub(super) const BODY_TOO_LARGE: WebauthnFailure =
    failure(413, "body_too_large", "The request body is too large.");
/// The headers are too long, or too many.
pub(super) const HEADERS_TOO_LARGE: WebauthnFailure = failure(
    431,
    "headers_too_large",
    "The request headers are too large.",
);
/// The body is no request to the status service.
pub(super) const STATUS_MALFORMED: WebauthnFailure = failure(
    400,
    "body_malformed",
    "The provided JSON payload does not match the defined structure in the Request Body section.",
);
/// The store cannot be reached, or this node has too much to do: nothing was consumed.
pub(super) const UNAVAILABLE: WebauthnFailure = failure(
    503,
    "unavailable",
    "The service is temporarily unavailable.",
);
/// Something that must not happen.
pub(super) const INTERNAL: WebauthnFailure =
    failure(500, "internal_error", "An internal error occurred.");

const TABLE: [WebauthnFailure; 12] = [
    HEADERS_TOO_LARGE,
    NOT_FOUND,
    NOT_POST,
    NOT_GET,
    SECTOKEN_INVALID,
    RATE_LIMITED,
    NOT_ACCEPTABLE,
    UNSUPPORTED_MEDIA_TYPE,
    BODY_TOO_LARGE,
    STATUS_MALFORMED,
    UNAVAILABLE,
    INTERNAL,
];

/// Every way, in the order in which they are looked for.
pub const fn webauthn_failures() -> &'static [WebauthnFailure] {
    &TABLE
}
