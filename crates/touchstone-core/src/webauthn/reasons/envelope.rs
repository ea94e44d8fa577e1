//! Decides what the reason codes of the message say (spec webauthn.md 4.1, E1 to E19).

use super::{Reason, reason_of};

const CLIENT: &str =
    "Send what the browser returned, unchanged; each binary member in base64url without padding.";

/// The message.
pub(super) const ENVELOPE: &[Reason] = &[
    reason_of(
        "body_malformed",
        "E1",
        "The body is not one JSON object in UTF-8.",
        CLIENT,
    ),
    reason_of(
        "body_duplicate_member",
        "E2",
        "The body names a member twice in one object.",
        CLIENT,
    ),
    reason_of("id_missing", "E3", "The member id is missing.", CLIENT),
    reason_of(
        "id_malformed",
        "E4",
        "The member id is not base64url.",
        CLIENT,
    ),
    reason_of(
        "id_too_long",
        "E5",
        "The credential id is longer than 1023 bytes.",
        "Use another authenticator: no credential id may be longer.",
    ),
    reason_of(
        "raw_id_mismatch",
        "E6",
        "The member rawId is not the text of id.",
        CLIENT,
    ),
    reason_of("type_missing", "E7", "The member type is missing.", CLIENT),
    reason_of(
        "type_malformed",
        "E8",
        "The member type is not a string.",
        CLIENT,
    ),
    reason_of(
        "type_unsupported",
        "E9",
        "The member type is not public-key.",
        CLIENT,
    ),
    reason_of(
        "response_missing",
        "E10",
        "The member response is missing.",
        CLIENT,
    ),
    reason_of(
        "response_malformed",
        "E11",
        "The member response is not an object.",
        CLIENT,
    ),
    reason_of(
        "client_data_missing",
        "E12",
        "The member clientDataJSON is missing.",
        CLIENT,
    ),
    reason_of(
        "client_data_malformed",
        "E13",
        "The member clientDataJSON is not base64url of 1 to 8192 bytes.",
        CLIENT,
    ),
    reason_of(
        "attestation_object_missing",
        "E14",
        "The member attestationObject is missing.",
        CLIENT,
    ),
    reason_of(
        "attestation_object_malformed",
        "E15",
        "The member attestationObject is not base64url of 1 to 65536 bytes.",
        CLIENT,
    ),
    reason_of(
        "authenticator_data_missing",
        "E16",
        "The member authenticatorData is missing.",
        CLIENT,
    ),
    reason_of(
        "authenticator_data_malformed",
        "E16",
        "The member authenticatorData is not base64url of 1 to 8192 bytes.",
        CLIENT,
    ),
    reason_of(
        "signature_missing",
        "E17",
        "The member signature is missing.",
        CLIENT,
    ),
    reason_of(
        "signature_malformed",
        "E17",
        "The member signature is not base64url of 1 to 8192 bytes.",
        CLIENT,
    ),
    reason_of(
        "user_handle_malformed",
        "E18",
        "The member userHandle is not base64url of 1 to 64 bytes.",
        CLIENT,
    ),
    reason_of(
        "optional_field_malformed",
        "E19",
        "An optional member has another type or is too long.",
        "Leave the member out, or send it as the reference of the API prints it.",
    ),
];
