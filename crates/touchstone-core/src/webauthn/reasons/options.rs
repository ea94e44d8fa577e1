//! Decides what the reason codes of the options services say (spec webauthn.md 2.5, 2.8 and 2.10).

use super::{Reason, reason_of};

const FORM: &str = "Send the member as the reference of the API prints it.";

/// The options services.
pub(super) const OPTIONS: &[Reason] = &[
    reason_of(
        "username_missing",
        "",
        "The member username is missing.",
        FORM,
    ),
    reason_of(
        "username_malformed",
        "",
        "The member username is not a string of at most 256 bytes without control characters.",
        FORM,
    ),
    reason_of(
        "username_empty",
        "",
        "The member username is empty.",
        "A registration needs a user name.",
    ),
    reason_of(
        "display_name_missing",
        "",
        "The member displayName is missing.",
        FORM,
    ),
    reason_of(
        "display_name_malformed",
        "",
        "The member displayName is not a string of at most 256 bytes without control characters.",
        FORM,
    ),
    reason_of(
        "options_field_malformed",
        "",
        "A member of the request has another type or value than the API knows.",
        FORM,
    ),
    reason_of(
        "extension_malformed",
        "",
        "The extensions are not an object within the limits, or a known one has another type.",
        FORM,
    ),
    reason_of(
        "extension_not_allowed",
        "",
        "The extension is not allowed at this relying party.",
        "Add the AppID to the relying party's app_ids.",
    ),
    reason_of(
        "rp_not_resolved",
        "",
        "No relying party serves this origin or host.",
        "Register the origin or the host with a relying party, or set webauthn.default_rp.",
    ),
    reason_of(
        "user_not_found",
        "",
        "The user is not known.",
        "Register the user first, or set auto_create_users to on.",
    ),
    reason_of(
        "user_disabled",
        "G5",
        "The user is disabled.",
        "Enable the user with touchstone webauthn user enable.",
    ),
    reason_of(
        "user_has_no_credentials",
        "",
        "The user has no active credential.",
        "Register a credential, or resume a suspended one.",
    ),
    reason_of(
        "enrolment_token_required",
        "",
        "The user has a credential already; further ones need a SecToken.",
        "Let the back end ask for the options with a SecToken, or set enrolment to open.",
    ),
    reason_of(
        "too_many_credentials",
        "",
        "The user has as many credentials as a user may have.",
        "Delete a credential that is no longer used.",
    ),
    reason_of(
        "too_many_sessions",
        "",
        "The relying party has too many open ceremonies.",
        "Try again when some have expired; look for a client that begins ceremonies and does not end them.",
    ),
];
