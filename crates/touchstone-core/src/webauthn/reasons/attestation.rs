//! Decides what the reason codes of the attestation object say (spec webauthn.md 4.2, A1 to A7).

use super::{LIB, Reason, reason_of};

/// The attestation object.
pub(super) const ATTESTATION: &[Reason] = &[
    reason_of(
        "attestation_object_invalid",
        "A1",
        "The attestation object is not one well-formed CBOR map.",
        LIB,
    ),
    reason_of(
        "fmt_missing",
        "A2",
        "The attestation object has no fmt.",
        LIB,
    ),
    reason_of(
        "fmt_malformed",
        "A3",
        "The member fmt of the attestation object is not text.",
        LIB,
    ),
    reason_of(
        "att_stmt_missing",
        "A4",
        "The attestation object has no attStmt.",
        LIB,
    ),
    reason_of(
        "att_stmt_malformed",
        "A5",
        "The member attStmt of the attestation object is not a map.",
        LIB,
    ),
    reason_of(
        "auth_data_missing",
        "A6",
        "The attestation object has no authData.",
        LIB,
    ),
    reason_of(
        "auth_data_malformed",
        "A7",
        "The member authData of the attestation object is not bytes.",
        LIB,
    ),
];
