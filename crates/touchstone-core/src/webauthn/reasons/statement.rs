//! Decides what the reason codes of the attestation statement, and of the formats packed, fido-u2f, apple and none say (spec webauthn.md 4.3, F1 to L3).

use super::{FAKE, LIB, Reason, reason_of};

const CERT: &str = "The attestation certificate breaks the rules of its format; ask the maker, or use another authenticator.";

/// The attestation statement, and of the formats packed, fido-u2f, apple and none.
pub(super) const STATEMENT: &[Reason] = &[
    reason_of(
        "attestation_format_unsupported",
        "F1",
        "The attestation statement format is not known.",
        "Use another authenticator, or ask for attestation none.",
    ),
    reason_of(
        "attestation_format_not_allowed",
        "F2",
        "The relying party does not take this attestation statement format.",
        "Add the format to the relying party's formats if it may be used.",
    ),
    reason_of(
        "att_stmt_field_missing",
        "P1 U1 L1 D1 X1 Y1",
        "The attestation statement lacks a member.",
        LIB,
    ),
    reason_of(
        "att_stmt_field_malformed",
        "P1 U1 L1 D1 X1 Y1",
        "A member of the attestation statement has another type, or is empty.",
        LIB,
    ),
    reason_of(
        "attestation_cert_malformed",
        "P1 P2 U1 L1 D1 X1 Y1",
        "A certificate of the attestation statement cannot be read.",
        CERT,
    ),
    reason_of(
        "none_statement_not_empty",
        "N1",
        "The statement of the format none is not empty.",
        LIB,
    ),
    reason_of(
        "packed_ecdaa_unsupported",
        "P1 P2",
        "The statement uses ECDAA, which nobody supports any more.",
        "Use another authenticator, or ask for attestation none.",
    ),
    reason_of(
        "attestation_alg_unsupported",
        "P2 D2 X5",
        "The algorithm of the attestation statement is not known to this server.",
        "Use another authenticator; the reference lists the algorithms of this build.",
    ),
    reason_of(
        "packed_self_alg_mismatch",
        "P3",
        "The self attestation names another algorithm than the credential key.",
        LIB,
    ),
    reason_of(
        "attestation_alg_key_mismatch",
        "P4 U4 D2 X7",
        "The algorithm of the attestation statement does not fit the key of its certificate.",
        CERT,
    ),
    reason_of(
        "attestation_signature_invalid",
        "P3 P5 U4 D2 X7",
        "The signature of the attestation statement does not hold.",
        FAKE,
    ),
    reason_of(
        "attestation_cert_version",
        "P6 X8",
        "The attestation certificate is not of version 3.",
        CERT,
    ),
    reason_of(
        "attestation_cert_subject",
        "P7",
        "The subject of the attestation certificate is not as the format demands.",
        CERT,
    ),
    reason_of(
        "attestation_cert_is_ca",
        "P8 X8",
        "The attestation certificate is one of an authority.",
        CERT,
    ),
    reason_of(
        "attestation_cert_aaguid_critical",
        "P9 X8",
        "The AAGUID extension of the attestation certificate is critical.",
        CERT,
    ),
    reason_of(
        "attestation_cert_aaguid_malformed",
        "P9 X8",
        "The AAGUID extension of the attestation certificate cannot be read.",
        CERT,
    ),
    reason_of(
        "attestation_cert_aaguid_mismatch",
        "P9 X8",
        "The attestation certificate is for another AAGUID.",
        FAKE,
    ),
    reason_of(
        "u2f_x5c_count",
        "U1",
        "The fido-u2f statement does not hold exactly one certificate.",
        LIB,
    ),
    reason_of(
        "u2f_cert_key_invalid",
        "U2",
        "The key of the fido-u2f certificate is not on P-256.",
        CERT,
    ),
    reason_of(
        "u2f_credential_key_invalid",
        "U2",
        "The credential key of a fido-u2f statement is not ES256 on P-256.",
        LIB,
    ),
    reason_of(
        "u2f_aaguid_not_zero",
        "U3",
        "A fido-u2f statement came with an AAGUID that is not zero.",
        "Use another authenticator, or set u2f_zero_aaguid to off.",
    ),
    reason_of(
        "apple_nonce_missing",
        "L1",
        "Apple's certificate has no nonce extension.",
        FAKE,
    ),
    reason_of(
        "apple_nonce_malformed",
        "L1",
        "The nonce extension of Apple's certificate cannot be read.",
        FAKE,
    ),
    reason_of(
        "apple_nonce_mismatch",
        "L2",
        "Apple's certificate was made for other data.",
        FAKE,
    ),
    reason_of(
        "apple_key_mismatch",
        "L3",
        "Apple's certificate is about another key than the credential's.",
        FAKE,
    ),
];
