//! Decides in which ways `init` and `verify` can fail to answer. Refused evidence is an answer, never an error.

use crate::VerdictId;
use crate::ports::StoreError;
use crate::sealed::SealError;

/// Settings and apps of a tenant could not be had.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The store did not answer.
    #[error("the tenant's policy cannot be read")]
    Store(#[from] StoreError),
    /// What is stored is not what it must be.
    #[error("the tenant's stored {0} cannot be understood")]
    Unreadable(&'static str),
}

/// `init` gave no session.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The tenant has switched sessions off.
    #[error("the session approach is not enabled")]
    SessionsDisabled,
    /// The caller is bound to no tenant.
    #[error("the caller is bound to no tenant")]
    NoTenant,
    /// No policy could be had.
    #[error("no policy")]
    Policy(#[from] PolicyError),
    /// A session master key cannot be opened with the configured master keys.
    #[error("a session master key cannot be opened")]
    Sealed(#[from] SealError),
}

/// `verify` gave no verdict.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The caller is bound to no tenant.
    #[error("the caller is bound to no tenant")]
    NoTenant,
    /// No policy could be had; nothing was consumed.
    #[error("no policy")]
    Policy(#[from] PolicyError),
    /// No known session master key made the reference, but the keys could not be read for so long that one may be missing; nothing
    /// was consumed.
    #[error("the session master keys are out of date")]
    SessionKeysIncomplete,
    /// Claim and device key could not be looked up; nothing was consumed.
    #[error("the store could not be read")]
    Lookup(#[source] StoreError),
    /// The verdict could not be settled. Only a commit of unknown outcome may have consumed the session.
    #[error("the verdict could not be settled")]
    Settle {
        /// The verdict that is not, or perhaps, on disk.
        verdict_id: VerdictId,
        /// What went wrong.
        #[source]
        source: StoreError,
    },
}
