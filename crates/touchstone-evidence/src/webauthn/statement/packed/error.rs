//! Decides how a refused packed statement is named: variants for the reasons of spec webauthn.md P1 to P9 that no other
//! format has.

use super::Attribute;

/// Why a packed statement was refused, beside the reasons that formats share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// P1.
    #[error("ECDAA is not supported")]
    EcdaaUnsupported,
    /// P3.
    #[error("algorithm {found} of the statement is not the credential's")]
    SelfAlgorithmMismatch {
        /// The algorithm of the statement.
        found: i64,
    },
    /// P7.
    #[error("subject of the leaf without a right {}", attribute.name())]
    Subject {
        /// The first attribute that is wrong.
        attribute: Attribute,
    },
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::EcdaaUnsupported => ("P1", "packed_ecdaa_unsupported"),
            Self::SelfAlgorithmMismatch { .. } => ("P3", "packed_self_alg_mismatch"),
            Self::Subject { .. } => ("P7", "attestation_cert_subject"),
        }
    }
}
