//! Decides what the reason codes of trust say (spec webauthn.md 4.4, T1 to T12).

use super::{Reason, reason_of};

const CHAIN: &str = "See the facts of this verdict for the certificate; the maker's metadata or anchors of its format must lead to it.";

/// Trust.
pub(super) const TRUST: &[Reason] = &[
    reason_of(
        "aaguid_denied",
        "T1",
        "The relying party does not take this authenticator model.",
        "Remove the AAGUID from aaguid.deny if the model may be used.",
    ),
    reason_of(
        "aaguid_not_allowed",
        "T2",
        "The authenticator model is not on the relying party's list.",
        "Add the AAGUID to aaguid.allow if the model may be used.",
    ),
    reason_of(
        "aaguid_unproven",
        "T2 T4 T11",
        "Nothing proves that the authenticator is of the model that it names.",
        "Ask for attestation direct; set aaguid.require_proof to false to believe the authenticator.",
    ),
    reason_of(
        "attestation_type_not_allowed",
        "T3",
        "The relying party does not take this type of attestation.",
        "Ask for attestation direct, or widen attestation.accepted_types.",
    ),
    reason_of(
        "metadata_entry_missing",
        "T4",
        "Nothing is known about this authenticator model.",
        "Check touchstone webauthn mds status; add a local statement or anchors of its format, or set attestation.unknown_authenticator to accept.",
    ),
    reason_of(
        "attestation_type_not_in_metadata",
        "T5",
        "The metadata of this model does not list this type of attestation.",
        "Treat the authenticator as not genuine; correct the statement if it is a local one.",
    ),
    reason_of(
        "metadata_alg_mismatch",
        "T6",
        "The metadata of this model does not list this algorithm.",
        "Treat the authenticator as not genuine; or set attestation.metadata_algorithms to off.",
    ),
    reason_of(
        "metadata_status_undesired",
        "T7",
        "The metadata reports this model as compromised.",
        "Replace the authenticator; status.undesired says which reports refuse.",
    ),
    reason_of(
        "metadata_status_insufficient",
        "T7",
        "The certification of this model does not suffice.",
        "Use a certified authenticator, or widen status.required.",
    ),
    reason_of(
        "cert_expired",
        "T8",
        "A certificate of the attestation has expired.",
        CHAIN,
    ),
    reason_of(
        "cert_not_yet_valid",
        "T8",
        "A certificate of the attestation is not valid yet.",
        CHAIN,
    ),
    reason_of(
        "chain_broken",
        "T9",
        "The certificates of the attestation do not lead from one to the next.",
        CHAIN,
    ),
    reason_of(
        "chain_issuer_not_ca",
        "T9",
        "An issuer in the chain of the attestation may not issue certificates.",
        CHAIN,
    ),
    reason_of(
        "path_length_exceeded",
        "T9",
        "The chain of the attestation is longer than one of its issuers allows.",
        CHAIN,
    ),
    reason_of(
        "critical_extension_unknown",
        "T9",
        "A certificate of the attestation has a critical extension that is not known.",
        CHAIN,
    ),
    reason_of(
        "cert_signature_weak",
        "T9",
        "A certificate of the attestation is signed with an algorithm that is not taken.",
        "Set attestation.sha1_certificates to allow if the model cannot do better.",
    ),
    reason_of(
        "x5c_contains_anchor",
        "T10",
        "The attestation sends its own trust anchor along.",
        "Use another authenticator, or set attestation.x5c_contains_anchor to allow.",
    ),
    reason_of(
        "chain_untrusted",
        "T11",
        "The chain of the attestation does not lead to a trust anchor.",
        CHAIN,
    ),
    reason_of(
        "no_trust_anchor",
        "T11",
        "No trust anchor is known for this attestation.",
        CHAIN,
    ),
    reason_of(
        "cert_revoked",
        "T12",
        "A certificate of the attestation is revoked.",
        "Replace the authenticator.",
    ),
    reason_of(
        "revocation_unknown",
        "T12",
        "It is not known whether a certificate of the attestation is revoked.",
        "Check that this server reaches the revocation lists, or set attestation.revocation to soft.",
    ),
];
