//! Decides what the reason codes of the session say (spec webauthn.md 4.1, S1 to S4, and 3.3).

use super::{Reason, reason_of};

/// The session.
pub(super) const SESSION: &[Reason] = &[
    reason_of(
        "session_not_found",
        "S1",
        "No ceremony was begun with this challenge.",
        "Ask for options first and use their challenge. A session of another tenant, or one whose relying party asks for a SecToken that was not shown, is not found either.",
    ),
    reason_of(
        "session_expired",
        "S2",
        "The time for the ceremony was over.",
        "Begin again; raise the relying party's timeouts if users need longer.",
    ),
    reason_of(
        "session_used",
        "S3",
        "The ceremony has ended already.",
        "Begin again; each challenge serves once. If a client repeats requests, ask the status service for the first outcome.",
    ),
    reason_of(
        "session_ceremony_mismatch",
        "S4",
        "The challenge belongs to the other ceremony.",
        "Send registrations to the attestation service, sign-ins to the assertion service.",
    ),
];
