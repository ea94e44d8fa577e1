//! Decides what can go wrong below a port. Absence and lost races are answers of the verbs, never errors.

use std::error::Error;

/// A storage verb did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine cannot be reached or refused the work; nothing was changed.
    #[error("the store is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The queue of writes is full; nothing was changed.
    #[error("the store has too many writes waiting")]
    Overloaded,
    /// The connection was lost while committing: the change may or may not be on disk.
    #[error("the outcome of the commit is unknown")]
    OutcomeUnknown(#[source] Box<dyn Error + Send + Sync>),
    /// A row cannot be read as what it must be; `what` names table and column.
    #[error("the store holds a row that cannot be read: {what}")]
    Corrupt {
        /// Table and column.
        what: &'static str,
    },
    /// The statement failed for another reason; nothing was changed.
    #[error("the store failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}
