//! Decides which problems the common admin shape knows: the one table of codes, with status, title and what to do. The reference page
//! of errors is printed from it.

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// Snake case and stable.
    pub code: &'static str,
    /// The HTTP status code.
    pub status: u16,
    /// What it is.
    pub title: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Every kind of problem, by status.
pub const fn problem_table() -> &'static [ProblemKind] {
    &TABLE
}

const fn kind(
    status: u16,
    code: &'static str,
    title: &'static str,
    remedy: &'static str,
) -> ProblemKind {
    ProblemKind {
        code,
        status,
        title,
        remedy,
    }
}

pub(crate) const UNAUTHENTICATED: ProblemKind = kind(
    401,
    "unauthenticated",
    "No live admin key",
    "Send Authorization: Bearer with a live admin key (tsadm_...), or sign in to the console again. Why a key is refused stands in the server's log under the request id.",
);
pub(crate) const SCOPE_MISSING: ProblemKind = kind(
    403,
    "scope_missing",
    "The key may not do this",
    "Use a key with the scope that the detail names, or a key that is not bound to a tenant.",
);
pub(crate) const CSRF_TOKEN_INVALID: ProblemKind = kind(
    403,
    "csrf_token_invalid",
    "The console session's token is missing or wrong",
    "Send X-CSRF-Token as GET /console/session tells it, or use an admin key in Authorization.",
);
pub(crate) const ORIGIN_REFUSED: ProblemKind = kind(
    403,
    "origin_refused",
    "Not from a page of this server",
    "Sign in on a page of this server, over https or on this machine. Behind a proxy, name it in server.trusted_proxies.",
);
pub(crate) const NOT_FOUND: ProblemKind = kind(
    404,
    "not_found",
    "Not found",
    "Check path and identifier. Objects of other tenants look as if they did not exist.",
);
pub(crate) const METHOD_NOT_ALLOWED: ProblemKind = kind(
    405,
    "method_not_allowed",
    "Method not allowed",
    "Use a method that the header Allow names.",
);
pub(crate) const CONFLICT: ProblemKind = kind(
    409,
    "conflict",
    "Changed meanwhile",
    "Read the object again and repeat the request.",
);
pub(crate) const ALREADY_EXISTS: ProblemKind = kind(
    409,
    "already_exists",
    "It exists already",
    "Choose another name, or change the object that has it.",
);
pub(crate) const IN_USE: ProblemKind = kind(
    409,
    "in_use",
    "Other objects hang on it",
    "Remove those first, or repeat with force=true to remove them with it.",
);
pub(crate) const KEY_NOT_LIVE: ProblemKind = kind(
    409,
    "key_not_live",
    "The API key is revoked or expired",
    "Issue a new API key.",
);
pub(crate) const SESSION_KEY_PENDING: ProblemKind = kind(
    409,
    "session_key_pending",
    "The newest session master key does not issue yet",
    "Rotate again a minute later.",
);
pub(crate) const STATUS_LIST_FROM_FILE: ProblemKind = kind(
    409,
    "status_list_from_file",
    "The status list comes from a file",
    "Replace the file that mobile.android.status_file names, or leave that setting out.",
);
pub(crate) const IDEMPOTENCY_KEY_REUSED: ProblemKind = kind(
    409,
    "idempotency_key_reused",
    "The Idempotency-Key was used for another request",
    "Choose a new Idempotency-Key for every request that is not a repetition.",
);
pub(crate) const IN_PROGRESS: ProblemKind = kind(
    409,
    "in_progress",
    "The first request is under way",
    "Wait and repeat; if it stays so, the outcome of the first request is unknown: look whether it was done.",
);
pub(crate) const ALREADY_DONE: ProblemKind = kind(
    409,
    "already_done",
    "Done already, and its secret was shown",
    "The member id names what was made. If its secret was lost, rotate it.",
);
pub(crate) const PRECONDITION_FAILED: ProblemKind = kind(
    412,
    "precondition_failed",
    "The object has another version",
    "Read the object again, decide anew, and send its ETag as If-Match.",
);
pub(crate) const BODY_TOO_LARGE: ProblemKind = kind(
    413,
    "body_too_large",
    "The body is too large",
    "Bodies of the admin API have at most 65,536 bytes; a status list may have 16 MiB.",
);
pub(crate) const CONTENT_TYPE_UNSUPPORTED: ProblemKind = kind(
    415,
    "content_type_unsupported",
    "The body is not JSON by its media type",
    "Send Content-Type: application/json.",
);
pub(crate) const INVALID: ProblemKind = kind(
    422,
    "invalid",
    "The input is invalid",
    "Each issue names a member or parameter and what would be right.",
);
pub(crate) const LIMIT_REACHED: ProblemKind = kind(
    422,
    "limit_reached",
    "There are as many as there may be",
    "Remove or revoke some first.",
);
pub(crate) const STATUS_LIST_MALFORMED: ProblemKind = kind(
    422,
    "status_list_malformed",
    "This is no status list",
    "The old list stays in force. Compare the source or the file with https://android.googleapis.com/attestation/status.",
);
pub(crate) const INTERNAL: ProblemKind = kind(
    500,
    "internal",
    "Internal error",
    "What happened stands in the server's log under the request id. After a write, look whether it was done.",
);
pub(crate) const UNAVAILABLE: ProblemKind = kind(
    503,
    "unavailable",
    "Temporarily unavailable",
    "Nothing was changed. Repeat after the time that Retry-After names; if it stays so, see the detail and /ready.",
);

const TABLE: [ProblemKind; 23] = [
    UNAUTHENTICATED,
    SCOPE_MISSING,
    CSRF_TOKEN_INVALID,
    ORIGIN_REFUSED,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT,
    ALREADY_EXISTS,
    IN_USE,
    KEY_NOT_LIVE,
    SESSION_KEY_PENDING,
    STATUS_LIST_FROM_FILE,
    IDEMPOTENCY_KEY_REUSED,
    IN_PROGRESS,
    ALREADY_DONE,
    PRECONDITION_FAILED,
    BODY_TOO_LARGE,
    CONTENT_TYPE_UNSUPPORTED,
    INVALID,
    LIMIT_REACHED,
    STATUS_LIST_MALFORMED,
    INTERNAL,
    UNAVAILABLE,
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use touchstone_core::conflict;

    use super::problem_table;

    #[test]
    fn every_code_occurs_once_in_snake_case() {
        let mut seen = HashSet::new();
        for kind in problem_table() {
            assert!(seen.insert(kind.code), "{}", kind.code);
            assert!(
                kind.code
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'_')
            );
            assert!(http::StatusCode::from_u16(kind.status).is_ok_and(|s| !s.is_success()));
        }
    }

    #[test]
    fn every_conflict_of_the_core_is_a_409() {
        for code in conflict::ALL {
            let found = problem_table().iter().find(|kind| kind.code == code);
            assert_eq!(found.map(|kind| kind.status), Some(409), "{code}");
        }
    }
}
