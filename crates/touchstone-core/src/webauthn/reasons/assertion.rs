//! Decides what the reason codes of the assertion say (spec webauthn.md 4.6, G1 to G11).

use super::{Reason, reason_of};

/// The assertion.
pub(super) const ASSERTION: &[Reason] = &[
    reason_of(
        "credential_not_allowed",
        "G1",
        "The credential is none of those that the options named.",
        "Give the browser the allowCredentials of the options.",
    ),
    reason_of(
        "credential_not_found",
        "G2",
        "The credential is not registered.",
        "Register it; a deleted credential can register again.",
    ),
    reason_of(
        "user_handle_missing",
        "G3",
        "A sign-in without user name came without userHandle.",
        "Register the credential as a discoverable one (residentKey required), or ask for options with a user name.",
    ),
    reason_of(
        "user_handle_mismatch",
        "G4",
        "The userHandle is not the credential's owner.",
        "Delete the credential on the authenticator and register it again.",
    ),
    reason_of(
        "credential_wrong_user",
        "G4",
        "The credential belongs to another user than the one who signs in.",
        "Sign in with a credential of this user.",
    ),
    reason_of(
        "credential_suspended",
        "G5",
        "The credential is suspended.",
        "See touchstone webauthn credential show for the cause; resume it there.",
    ),
    reason_of(
        "backup_eligibility_changed",
        "G9",
        "The credential's backup eligibility is not what it was at registration.",
        "Treat the authenticator as not genuine, and register it again if it is.",
    ),
    reason_of(
        "signature_invalid",
        "G10",
        "The signature does not hold under the registered key.",
        "Send authenticatorData, clientDataJSON and signature of one and the same response, unchanged.",
    ),
    reason_of(
        "counter_regressed",
        "G11",
        "The signature counter did not advance.",
        "The credential may have been copied: let its user register a new one. Set counter_regression to flag only where sign-ins run at the same time.",
    ),
];
