//! Decides how a refused statement is named: the reasons that formats share, and those of each format (spec webauthn.md
//! section 4.3).

use super::leaf::Fault;
use super::{android_key, android_safetynet, apple, compound, fido_u2f, packed, tpm};
use crate::webauthn::FormatSetting;
use crate::x509;

/// Why a statement was refused. What formats share names the check that failed, since each numbers its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// F1.
    #[error("unknown attestation format")]
    FormatUnsupported,
    /// F2.
    #[error("attestation format {} is not allowed", setting.name())]
    FormatNotAllowed {
        /// The format, as settings name it.
        setting: FormatSetting,
    },
    /// A required member is absent.
    #[error("statement without {field}")]
    FieldMissing {
        /// The check.
        check: &'static str,
        /// The member.
        field: &'static str,
    },
    /// A member is of another type, empty, or longer than allowed.
    #[error("{field} of the statement malformed")]
    FieldMalformed {
        /// The check.
        check: &'static str,
        /// The member.
        field: &'static str,
    },
    /// A certificate cannot be read.
    #[error("certificate {index} unreadable")]
    CertificateMalformed {
        /// The check.
        check: &'static str,
        /// 0 = leaf.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: x509::Error,
    },
    /// The statement's algorithm is unknown, not in this build, or not one that its format has.
    #[error("signature algorithm {algorithm} not supported")]
    AlgorithmUnsupported {
        /// The check.
        check: &'static str,
        /// The COSE algorithm.
        algorithm: i64,
    },
    /// The statement's algorithm is for keys of another kind or curve than the leaf's.
    #[error("signature algorithm does not fit the leaf key")]
    AlgorithmKeyMismatch {
        /// The check.
        check: &'static str,
    },
    /// The signature is not by the leaf key over what the format signs.
    #[error("signature of the statement does not hold")]
    SignatureInvalid {
        /// The check.
        check: &'static str,
    },
    /// The leaf is not such as its format demands.
    #[error("leaf not such as attestation demands")]
    Leaf {
        /// The check.
        check: &'static str,
        /// What is wrong with it.
        #[source]
        source: Fault,
    },
    /// N1.
    #[error("statement of format none is not empty")]
    NoneNotEmpty,
    /// P1 to P9.
    #[error("packed statement refused")]
    Packed(#[from] packed::Error),
    /// U1 to U4.
    #[error("U2F statement refused")]
    FidoU2f(#[from] fido_u2f::Error),
    /// L1 to L3.
    #[error("Apple statement refused")]
    Apple(#[from] apple::Error),
    /// X1 to X9.
    #[error("TPM statement refused")]
    Tpm(#[from] tpm::Error),
    /// D1 to D7.
    #[error("Android key statement refused")]
    AndroidKey(#[from] android_key::Error),
    /// Y1 to Y5.
    #[error("SafetyNet statement refused")]
    AndroidSafetynet(#[from] android_safetynet::Error),
    /// O1 and O2.
    #[error("compound statement refused")]
    Compound(#[from] compound::Error),
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::FormatUnsupported => "attestation_format_unsupported",
            Self::FormatNotAllowed { .. } => "attestation_format_not_allowed",
            Self::FieldMissing { .. } => "att_stmt_field_missing",
            Self::FieldMalformed { .. } => "att_stmt_field_malformed",
            Self::CertificateMalformed { .. } => "attestation_cert_malformed",
            Self::AlgorithmUnsupported { .. } => "attestation_alg_unsupported",
            Self::AlgorithmKeyMismatch { .. } => "attestation_alg_key_mismatch",
            Self::SignatureInvalid { .. } => "attestation_signature_invalid",
            Self::Leaf { source, .. } => source.reason(),
            Self::NoneNotEmpty => "none_statement_not_empty",
            Self::Packed(error) => error.reason(),
            Self::FidoU2f(error) => error.reason(),
            Self::Apple(error) => error.reason(),
            Self::Tpm(error) => error.reason(),
            Self::AndroidKey(error) => error.reason(),
            Self::AndroidSafetynet(error) => error.reason(),
            Self::Compound(error) => error.reason(),
        }
    }

    /// The check that failed.
    pub const fn check(&self) -> &'static str {
        match self {
            Self::FormatUnsupported => "F1",
            Self::FormatNotAllowed { .. } => "F2",
            Self::FieldMissing { check, .. }
            | Self::FieldMalformed { check, .. }
            | Self::CertificateMalformed { check, .. }
            | Self::AlgorithmUnsupported { check, .. }
            | Self::AlgorithmKeyMismatch { check }
            | Self::SignatureInvalid { check }
            | Self::Leaf { check, .. } => check,
            Self::NoneNotEmpty => "N1",
            Self::Packed(error) => error.check(),
            Self::FidoU2f(error) => error.check(),
            Self::Apple(error) => error.check(),
            Self::Tpm(error) => error.check(),
            Self::AndroidKey(error) => error.check(),
            Self::AndroidSafetynet(error) => error.check(),
            Self::Compound(error) => error.check(),
        }
    }
}
