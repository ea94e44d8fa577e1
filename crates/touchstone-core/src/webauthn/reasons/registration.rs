//! Decides what the reason codes of authenticator data and credential key say (spec webauthn.md 4.2, A8 to A14 and K1 to K4).

use super::{LIB, Reason, reason_of};

/// Authenticator data and credential key.
pub(super) const REGISTRATION: &[Reason] = &[
    reason_of(
        "auth_data_too_short",
        "A8 G6",
        "The authenticator data is shorter than 37 bytes.",
        LIB,
    ),
    reason_of(
        "attested_data_truncated",
        "A9a G6",
        "The authenticator data ends inside the attested credential data.",
        LIB,
    ),
    reason_of(
        "credential_id_too_long",
        "A9a G6",
        "The credential id in the authenticator data is longer than 1023 bytes.",
        LIB,
    ),
    reason_of(
        "credential_id_empty",
        "A9a G6",
        "The credential id in the authenticator data is empty.",
        LIB,
    ),
    reason_of(
        "extension_data_invalid",
        "A9b G6",
        "The extension data is not one CBOR map.",
        LIB,
    ),
    reason_of(
        "auth_data_trailing_bytes",
        "A9c G6",
        "The authenticator data has bytes that belong to nothing.",
        LIB,
    ),
    reason_of(
        "rp_id_hash_mismatch",
        "A9d G7",
        "The authenticator data is about another relying party.",
        "Compare the RP ID that the page gives to the browser with the relying party's.",
    ),
    reason_of(
        "user_not_present",
        "A10 G8",
        "The user was not present.",
        "Let the user touch or confirm; conditional registrations need allow_conditional_create.",
    ),
    reason_of(
        "user_not_verified",
        "A11 G8",
        "The user was not verified although that was required.",
        "Let the user set up a PIN or biometrics, or ask for userVerification preferred.",
    ),
    reason_of(
        "backup_flags_inconsistent",
        "A12 G8",
        "The credential says that it is backed up and that it cannot be.",
        LIB,
    ),
    reason_of(
        "backup_eligibility_not_allowed",
        "A12",
        "The relying party does not take credentials of this backup eligibility.",
        "Use another authenticator, or set backup.eligible.",
    ),
    reason_of(
        "attested_data_flag_missing",
        "A13",
        "The authenticator data holds no attested credential data.",
        LIB,
    ),
    reason_of(
        "credential_id_mismatch",
        "A14",
        "The credential id of the message is not that of the authenticator data.",
        "Send the id that the browser returned with this response.",
    ),
    reason_of(
        "cose_key_invalid",
        "K1",
        "The credential key is not a COSE key in its canonical form.",
        LIB,
    ),
    reason_of(
        "cose_key_alg_unsupported",
        "K2",
        "The algorithm of the credential key is not known to this server.",
        "Use another authenticator; the reference lists the algorithms of this build.",
    ),
    reason_of(
        "cose_key_alg_not_allowed",
        "K3",
        "The algorithm of the credential key was not offered.",
        "Add the algorithm to the relying party's algorithms if it may be used.",
    ),
    reason_of(
        "cose_key_params_invalid",
        "K4",
        "The parameters of the credential key do not fit its algorithm.",
        LIB,
    ),
    reason_of(
        "credential_already_registered",
        "",
        "The credential id is registered already.",
        "Give the browser the excludeCredentials of the options; delete the old credential to register it again.",
    ),
];
