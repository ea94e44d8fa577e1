//! Decides how a refused registration is named: one variant per reason of A1 to A14 and K1 to K4 (spec webauthn.md
//! section 4.2); those of the statement are its own.

use super::super::{FormatSetting, authenticator_data, statement};
use crate::cbor;
use crate::cose::CredentialKeyError;
use crate::digest::Sha256;

/// Why a registration was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A1: with the fault of the CBOR, unless it is no map.
    #[error("attestation object is not one acceptable CBOR map")]
    ObjectInvalid(#[source] Option<cbor::Error>),
    /// A2.
    #[error("fmt missing")]
    FormatMissing,
    /// A3.
    #[error("fmt is no text")]
    FormatMalformed,
    /// A4.
    #[error("attStmt missing")]
    StatementMissing,
    /// A5.
    #[error("attStmt is not what its format has: a map, an array for compound")]
    StatementMalformed,
    /// A6.
    #[error("authData missing")]
    AuthDataMissing,
    /// A7.
    #[error("authData is no byte string")]
    AuthDataMalformed,
    /// A8, A9a to A9c.
    #[error("authData malformed")]
    AuthData(#[from] authenticator_data::Error),
    /// A9d.
    #[error("credential is for another rpId")]
    RpIdHashMismatch {
        /// The hash of the rpId that the authenticator was given.
        rp_id_hash: Sha256,
    },
    /// A10.
    #[error("nobody was present")]
    UserNotPresent,
    /// A11.
    #[error("user was not verified")]
    UserNotVerified,
    /// A12.
    #[error("credential is copied, but cannot be")]
    BackupFlagsInconsistent,
    /// A12.
    #[error("credential that {} be copied is not allowed", if *.eligible { "can" } else { "cannot" })]
    BackupEligibilityNotAllowed {
        /// Flag BE.
        eligible: bool,
    },
    /// A13.
    #[error("authData without a credential")]
    AttestedDataFlagMissing,
    /// A14.
    #[error("credential id is not that of the envelope")]
    CredentialIdMismatch,
    /// K1, K2, K4.
    #[error("credential key refused")]
    Key(#[from] CredentialKeyError),
    /// K3.
    #[error("algorithm {algorithm} was not offered")]
    AlgorithmNotAllowed {
        /// The key's algorithm.
        algorithm: i64,
    },
    /// F1, F2, and the checks of the format.
    #[error("attestation statement refused")]
    Statement {
        /// The setting that it falls under; `None` when its format is unknown.
        setting: Option<FormatSetting>,
        /// What is wrong with it.
        #[source]
        source: statement::Error,
    },
}

impl Error {
    /// The reason code of the spec.
    pub const fn reason(&self) -> &'static str {
        self.code().1
    }

    /// The check that failed; all before it in [`super::checks`] of its setting passed.
    pub const fn check(&self) -> &'static str {
        self.code().0
    }

    /// The setting that the statement falls under, once it is looked at; `None` when its format is unknown.
    pub const fn setting(&self) -> Option<FormatSetting> {
        match self {
            Self::Statement { setting, .. } => *setting,
            _ => None,
        }
    }

    const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::ObjectInvalid(_) => ("A1", "attestation_object_invalid"),
            Self::FormatMissing => ("A2", "fmt_missing"),
            Self::FormatMalformed => ("A3", "fmt_malformed"),
            Self::StatementMissing => ("A4", "att_stmt_missing"),
            Self::StatementMalformed => ("A5", "att_stmt_malformed"),
            Self::AuthDataMissing => ("A6", "auth_data_missing"),
            Self::AuthDataMalformed => ("A7", "auth_data_malformed"),
            Self::AuthData(error) => (error.check(), error.reason()),
            Self::RpIdHashMismatch { .. } => ("A9d", "rp_id_hash_mismatch"),
            Self::UserNotPresent => ("A10", "user_not_present"),
            Self::UserNotVerified => ("A11", "user_not_verified"),
            Self::BackupFlagsInconsistent => ("A12", "backup_flags_inconsistent"),
            Self::BackupEligibilityNotAllowed { .. } => ("A12", "backup_eligibility_not_allowed"),
            Self::AttestedDataFlagMissing => ("A13", "attested_data_flag_missing"),
            Self::CredentialIdMismatch => ("A14", "credential_id_mismatch"),
            Self::Key(error) => key_code(error),
            Self::AlgorithmNotAllowed { .. } => ("K3", "cose_key_alg_not_allowed"),
            Self::Statement { source, .. } => (source.check(), source.reason()),
        }
    }
}

const fn key_code(error: &CredentialKeyError) -> (&'static str, &'static str) {
    match error {
        CredentialKeyError::Cbor(_) | CredentialKeyError::LabelMissing { .. } => {
            ("K1", "cose_key_invalid")
        }
        CredentialKeyError::AlgorithmUnsupported { .. } => ("K2", "cose_key_alg_unsupported"),
        CredentialKeyError::Parameters => ("K4", "cose_key_params_invalid"),
    }
}
