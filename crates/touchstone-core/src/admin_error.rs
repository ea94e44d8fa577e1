//! Decides in which ways an administrator's operation can fail; the same for every noun, without HTTP words.

use crate::ports::StoreError;

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Where: a path such as `environments[0]`.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// The operation was not done; nothing was changed (but see [`StoreError::OutcomeUnknown`]).
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// There is no such object, or it is another tenant's: the two look alike.
    #[error("not found")]
    NotFound,
    /// The object is stored in another version than the caller named.
    #[error("the object was changed meanwhile")]
    VersionDiffers,
    /// The caller lacks this scope.
    #[error("the scope {0} is missing")]
    ScopeMissing(&'static str),
    /// The caller's key is bound to a tenant, and this concerns the whole server.
    #[error("a server-wide key is needed")]
    ServerWideOnly,
    /// There are as many of these as there may be.
    #[error("there are {max} {what}; there cannot be more")]
    LimitReached {
        /// Which objects, in the plural.
        what: &'static str,
        /// How many.
        max: u64,
    },
    /// Values are out of range or of the wrong form.
    #[error("the input is invalid")]
    Invalid(Vec<Issue>),
    /// The state of things forbids it; `code` is stable and listed in the reference.
    #[error("{detail}")]
    Conflict {
        /// Snake case.
        code: &'static str,
        /// For people.
        detail: String,
    },
    /// The store did not do its work.
    #[error("the store did not do its work")]
    Store(#[from] StoreError),
}

impl AdminError {
    /// One issue at `path`.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Issue {
            path: path.into(),
            message: message.into(),
        }])
    }
}
