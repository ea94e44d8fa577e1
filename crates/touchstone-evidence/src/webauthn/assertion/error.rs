//! Decides how a refused assertion is named: one variant per reason of G6 to G11 (spec webauthn.md section 4.6).

use super::super::authenticator_data;
use crate::digest::Sha256;

/// Why an assertion was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// G6.
    #[error("authenticator data malformed")]
    AuthenticatorData(#[from] authenticator_data::Error),
    /// G7.
    #[error("assertion is for another rpId")]
    RpIdHashMismatch {
        /// The hash of the rpId that the authenticator was given.
        rp_id_hash: Sha256,
    },
    /// G8.
    #[error("nobody was present")]
    UserNotPresent,
    /// G8.
    #[error("user was not verified")]
    UserNotVerified,
    /// G8.
    #[error("credential is copied, but cannot be")]
    BackupFlagsInconsistent,
    /// G9.
    #[error("whether the credential can be copied has changed")]
    BackupEligibilityChanged {
        /// Flag BE.
        eligible: bool,
    },
    /// G10.
    #[error("signature is not by the credential's key")]
    SignatureInvalid,
    /// G11.
    #[error("counter {counter} does not follow {stored}")]
    CounterRegressed {
        /// The counter of the assertion.
        counter: u32,
        /// The stored counter.
        stored: u32,
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
            Self::AuthenticatorData(error) => ("G6", error.reason()),
            Self::RpIdHashMismatch { .. } => ("G7", "rp_id_hash_mismatch"),
            Self::UserNotPresent => ("G8", "user_not_present"),
            Self::UserNotVerified => ("G8", "user_not_verified"),
            Self::BackupFlagsInconsistent => ("G8", "backup_flags_inconsistent"),
            Self::BackupEligibilityChanged { .. } => ("G9", "backup_eligibility_changed"),
            Self::SignatureInvalid => ("G10", "signature_invalid"),
            Self::CounterRegressed { .. } => ("G11", "counter_regressed"),
        }
    }
}
