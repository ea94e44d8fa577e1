//! Decides what every reason code of spec mobile.md section 4 says: its class, the check it belongs to, what it means and what to
//! do about it. One table in parts; answers, explanations and the reference page read from it.

use self::android::ANDROID;
use self::apple::APPLE;
use self::google::GOOGLE;
use self::huawei::HUAWEI;
use super::code::ErrorClass;
use crate::ports::Outcome;

mod android;
mod apple;
mod google;
mod huawei;

/// A reason code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code, snake case and stable.
    pub code: &'static str,
    /// How a verification with this reason ends.
    pub outcome: Outcome,
    /// The class of a refusal; `None` for every other outcome.
    pub class: Option<ErrorClass>,
    /// The number of the check in the spec, such as `A6`; empty when it belongs to none.
    pub check: &'static str,
    /// What was found.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Every reason code, in the order of the spec.
pub fn reasons() -> impl Iterator<Item = &'static Reason> {
    COMMON
        .iter()
        .chain(APPLE)
        .chain(GOOGLE)
        .chain(HUAWEI)
        .chain(ANDROID)
}

/// The reason of this code.
pub fn reason(code: &str) -> Option<&'static Reason> {
    reasons().find(|reason| reason.code == code)
}

const fn refused(
    code: &'static str,
    check: &'static str,
    class: ErrorClass,
    meaning: &'static str,
    remedy: &'static str,
) -> Reason {
    Reason {
        code,
        outcome: Outcome::Invalid,
        class: Some(class),
        check,
        meaning,
        remedy,
    }
}

const fn rejected(code: &'static str, meaning: &'static str, remedy: &'static str) -> Reason {
    Reason {
        code,
        outcome: Outcome::Rejected,
        class: None,
        check: "",
        meaning,
        remedy,
    }
}

const fn undetermined(code: &'static str, meaning: &'static str, remedy: &'static str) -> Reason {
    Reason {
        code,
        outcome: Outcome::Undetermined,
        class: None,
        check: "",
        meaning,
        remedy,
    }
}

const ENVELOPE: &str = "Compare what the app builds with the envelope in the guide for apps.";

/// What is not of one platform.
const COMMON: &[Reason] = &[
    Reason {
        code: "accepted",
        outcome: Outcome::Valid,
        class: None,
        check: "",
        meaning: "Every check held.",
        remedy: "Nothing.",
    },
    rejected(
        "session_unknown",
        "The session reference was not issued by this server for this tenant, or its key is gone.",
        "Ask for a session with init and send its reference unchanged, with a key of the same tenant.",
    ),
    rejected(
        "session_expired",
        "The session's time was over.",
        "Ask for a new session; raise session_ttl_s if devices need longer.",
    ),
    rejected(
        "session_already_used",
        "The session was used by an earlier verification; a session serves once.",
        "Ask for a new session. If the caller repeats requests, read the verdict of the first one.",
    ),
    rejected(
        "nonce_already_used",
        "The expected nonce was used inside the tenant's replay window.",
        "Choose a fresh random nonce for every verification.",
    ),
    refused(
        "token_malformed",
        "T1 T2 T4",
        ErrorClass::TokenMalformed,
        "The token is not one CBOR envelope with device and token of the right types.",
        ENVELOPE,
    ),
    refused(
        "token_service_unsupported",
        "T3",
        ErrorClass::PlatformUnsupported,
        "The envelope names a service that does not exist.",
        ENVELOPE,
    ),
    refused(
        "service_not_enabled",
        "T5",
        ErrorClass::PlatformUnsupported,
        "No enabled app that this API key may use is served on this platform.",
        "Register or enable the app, or widen the API key's app_ids.",
    ),
    undetermined(
        "upstream_unavailable",
        "A service that had to be asked did not answer.",
        "Send the request again; the session can still be used.",
    ),
    undetermined(
        "upstream_denied",
        "A service that had to be asked refuses this server's credentials.",
        "See the server's log for what it says; touchstone doctor tells which app's credentials are refused.",
    ),
    undetermined(
        "not_configured",
        "Something that this evidence needs is not configured.",
        "Complete the app's configuration; touchstone doctor tells what is missing.",
    ),
    undetermined(
        "status_list_stale",
        "The revocation list is missing or too old to judge by.",
        "Check that this server reaches the list's address.",
    ),
];

#[cfg(test)]
mod tests;
