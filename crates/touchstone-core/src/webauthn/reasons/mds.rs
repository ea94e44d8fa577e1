//! Decides what the reason codes of the metadata service say (spec webauthn.md 4.5, M1 to M9).

use super::{Reason, reason_of};

const BLOB: &str = "Compare the source's url, roots and signer with its publisher's; the BLOB that was good before stays in use.";
const CRLS: &str = "Check that this server reaches the revocation lists of the source; the BLOB that was good before stays in use.";

/// The metadata service.
pub(super) const MDS: &[Reason] = &[
    reason_of(
        "blob_malformed",
        "M1",
        "The BLOB is not a signed token of at most 16 MiB.",
        BLOB,
    ),
    reason_of(
        "blob_alg_unsupported",
        "M2",
        "The algorithm of the BLOB is not taken.",
        BLOB,
    ),
    reason_of(
        "blob_certificates_missing",
        "M3",
        "The BLOB brings no certificates.",
        BLOB,
    ),
    reason_of(
        "blob_x5u_foreign_origin",
        "M3",
        "The BLOB names certificates at another origin than its source.",
        BLOB,
    ),
    reason_of(
        "blob_chain_untrusted",
        "M4",
        "The certificates of the BLOB do not lead to a root of its source.",
        BLOB,
    ),
    reason_of(
        "blob_signer_mismatch",
        "M4",
        "The BLOB is signed by another name than its source's signer.",
        BLOB,
    ),
    reason_of(
        "blob_cert_expired",
        "M5",
        "A certificate of the BLOB is not valid now.",
        BLOB,
    ),
    reason_of(
        "blob_cert_revoked",
        "M6",
        "A certificate of the BLOB is revoked.",
        BLOB,
    ),
    reason_of(
        "blob_revocation_unknown",
        "M6",
        "It is not known whether a certificate of the BLOB is revoked.",
        CRLS,
    ),
    reason_of(
        "crl_expired",
        "M6",
        "A revocation list of the BLOB's certificates is out of date.",
        CRLS,
    ),
    reason_of(
        "blob_signature_invalid",
        "M7",
        "The signature of the BLOB does not hold.",
        BLOB,
    ),
    reason_of(
        "blob_payload_malformed",
        "M8",
        "The payload of the BLOB cannot be read.",
        BLOB,
    ),
    reason_of(
        "blob_number_unchanged",
        "M9",
        "The BLOB is the one that is known.",
        "Nothing.",
    ),
    reason_of(
        "blob_number_regressed",
        "M9",
        "The BLOB is older than the one that is known.",
        "Look for a cache between this server and the source; the newer BLOB stays in use.",
    ),
];
