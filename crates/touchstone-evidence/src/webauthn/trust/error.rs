//! Decides how a statement that is not trusted is named: variants for the reasons of spec webauthn.md section 4.4, with what
//! was found.

use alloc::string::String;

use super::super::AttestationType;
use crate::Timestamp;
use crate::x509::PathError;

/// Why a statement is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// T1.
    #[error("AAGUID denied")]
    AaguidDenied,
    /// T2.
    #[error("AAGUID not allowed")]
    AaguidNotAllowed,
    /// T2, T4, T11: the statement does not prove which model it is of.
    #[error("AAGUID not proven")]
    AaguidUnproven {
        /// The check that asked for the proof.
        check: &'static str,
    },
    /// T3.
    #[error("attestation of type {} not accepted", .attestation_type.name())]
    TypeNotAllowed {
        /// The type of the whole statement, or of the element that is not accepted.
        attestation_type: AttestationType,
    },
    /// T4.
    #[error("no metadata and no anchors for this authenticator")]
    MetadataEntryMissing,
    /// T5.
    #[error("metadata does not name attestation of type {}", .attestation_type.name())]
    TypeNotInMetadata {
        /// The type of the element.
        attestation_type: AttestationType,
    },
    /// T6.
    #[error("metadata does not name the algorithm {algorithm}")]
    AlgorithmMismatch {
        /// That of the key, or else that of the statement (COSE).
        algorithm: i64,
    },
    /// T7.
    #[error("undesired status {status}")]
    StatusUndesired {
        /// The word of the report.
        status: String,
    },
    /// T7.
    #[error("certification not among the required ones")]
    StatusInsufficient {
        /// The newest certification; `None` when there is none.
        newest: Option<String>,
    },
    /// T8.
    #[error("certificate {index} is valid until {not_after} only")]
    CertExpired {
        /// 0 = leaf.
        index: usize,
        /// Its last instant.
        not_after: Timestamp,
    },
    /// T8.
    #[error("certificate {index} is valid from {not_before} only")]
    CertNotYetValid {
        /// 0 = leaf.
        index: usize,
        /// Its first instant.
        not_before: Timestamp,
    },
    /// T9; which of its reasons is told by the fault.
    #[error("chain of certificates does not hold")]
    Chain(#[source] PathError),
    /// T10.
    #[error("certificate {index} is an anchor that should not have been sent")]
    ContainsAnchor {
        /// 0 = leaf.
        index: usize,
    },
    /// T11.
    #[error("chain leads to no anchor")]
    Untrusted,
    /// T11.
    #[error("no anchor known for this authenticator")]
    NoAnchor,
    /// T12.
    #[error("certificate {index} is revoked")]
    CertRevoked {
        /// 0 = leaf.
        index: usize,
    },
    /// T12.
    #[error("not known whether certificate {index} is revoked")]
    RevocationUnknown {
        /// 0 = leaf.
        index: usize,
    },
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed; all before it in [`super::CHECKS`] passed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::AaguidDenied => ("T1", "aaguid_denied"),
            Self::AaguidNotAllowed => ("T2", "aaguid_not_allowed"),
            Self::AaguidUnproven { check } => (check, "aaguid_unproven"),
            Self::TypeNotAllowed { .. } => ("T3", "attestation_type_not_allowed"),
            Self::MetadataEntryMissing => ("T4", "metadata_entry_missing"),
            Self::TypeNotInMetadata { .. } => ("T5", "attestation_type_not_in_metadata"),
            Self::AlgorithmMismatch { .. } => ("T6", "metadata_alg_mismatch"),
            Self::StatusUndesired { .. } => ("T7", "metadata_status_undesired"),
            Self::StatusInsufficient { .. } => ("T7", "metadata_status_insufficient"),
            Self::CertExpired { .. } => ("T8", "cert_expired"),
            Self::CertNotYetValid { .. } => ("T8", "cert_not_yet_valid"),
            Self::Chain(fault) => ("T9", chain_reason(fault)),
            Self::ContainsAnchor { .. } => ("T10", "x5c_contains_anchor"),
            Self::Untrusted => ("T11", "chain_untrusted"),
            Self::NoAnchor => ("T11", "no_trust_anchor"),
            Self::CertRevoked { .. } => ("T12", "cert_revoked"),
            Self::RevocationUnknown { .. } => ("T12", "revocation_unknown"),
        }
    }
}

/// An issuer whose extensions cannot be read has not shown that it may issue.
const fn chain_reason(fault: &PathError) -> &'static str {
    match fault {
        PathError::Empty
        | PathError::IssuerMismatch { .. }
        | PathError::SignatureWrong { .. }
        | PathError::AnchorUnknown => "chain_broken",
        PathError::NotAnAuthority { .. }
        | PathError::KeyUsage { .. }
        | PathError::ExtensionMalformed { .. }
        | PathError::LeafIsAuthority => "chain_issuer_not_ca",
        PathError::PathTooLong { .. } => "path_length_exceeded",
        PathError::CriticalExtension { .. } => "critical_extension_unknown",
        PathError::SchemeRefused { .. } => "cert_signature_weak",
    }
}
