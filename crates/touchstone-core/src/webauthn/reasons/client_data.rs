//! Decides what the reason codes of the client data say (spec webauthn.md 4.1, C1 to C15).

use super::{Reason, reason_of};

const BROWSER: &str = "The client data comes from the browser; send it unchanged.";

/// The client data.
pub(super) const CLIENT_DATA: &[Reason] = &[
    reason_of(
        "client_data_not_json",
        "C1",
        "The client data is not a JSON object.",
        BROWSER,
    ),
    reason_of(
        "client_data_type_missing",
        "C2",
        "The client data has no type.",
        BROWSER,
    ),
    reason_of(
        "client_data_type_malformed",
        "C3",
        "The type of the client data is not a string, or empty.",
        BROWSER,
    ),
    reason_of(
        "client_data_type_mismatch",
        "C4",
        "The client data is of the other ceremony.",
        "Send registrations to the attestation service, sign-ins to the assertion service.",
    ),
    reason_of(
        "challenge_missing",
        "C5",
        "The client data has no challenge.",
        BROWSER,
    ),
    reason_of(
        "challenge_malformed",
        "C6",
        "The challenge of the client data is not base64url, or empty.",
        BROWSER,
    ),
    reason_of(
        "challenge_mismatch",
        "C7",
        "The client data is about another challenge.",
        "Use the challenge of the options that this ceremony began with.",
    ),
    reason_of(
        "origin_missing",
        "C8",
        "The client data has no origin.",
        BROWSER,
    ),
    reason_of(
        "origin_malformed",
        "C9",
        "The origin of the client data is not a string, or empty.",
        BROWSER,
    ),
    reason_of(
        "origin_mismatch",
        "C10",
        "The origin is none of the relying party's.",
        "Compare the origin in the facts with the relying party's origins: scheme, host and port must be the same. If it is not yours, someone imitates your page.",
    ),
    reason_of(
        "cross_origin_malformed",
        "C11",
        "The member crossOrigin of the client data is not a boolean.",
        BROWSER,
    ),
    reason_of(
        "cross_origin_not_allowed",
        "C12",
        "The ceremony ran in a frame on a page of another origin.",
        "Set allow_cross_origin if your page is meant to be framed.",
    ),
    reason_of(
        "top_origin_malformed",
        "C13",
        "The member topOrigin of the client data is not a string, or stands without crossOrigin.",
        BROWSER,
    ),
    reason_of(
        "top_origin_not_allowed",
        "C14",
        "The page around the frame is not one of top_origins.",
        "Add the page's origin to top_origins if it may frame yours.",
    ),
    reason_of(
        "token_binding_malformed",
        "C15",
        "The member tokenBinding of the client data has no known status.",
        "Send it as the browser returned it, or set token_binding_shape to off.",
    ),
];
