//! Decides what an error of PostgreSQL means for a port.

use std::error::Error as _;

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use touchstone_core::ports::StoreError;

/// Why a verb stopped.
#[derive(Debug)]
pub(super) enum Fault {
    /// A statement failed or the connection was lost, before a commit was asked for.
    Engine(Error),
    /// No connection was to be had.
    Pool(PoolError),
    /// The commit was asked for, and it is not known whether it happened.
    Commit(Error),
    Store(StoreError),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<PoolError> for Fault {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(error) => error,
            Fault::Commit(error) => Self::OutcomeUnknown(Box::new(error)),
            Fault::Pool(PoolError::Timeout(TimeoutType::Wait)) => Self::Overloaded,
            Fault::Pool(error) => Self::Unavailable(Box::new(error)),
            Fault::Engine(error) if is_unavailable(&error) => Self::Unavailable(Box::new(error)),
            Fault::Engine(error) => Self::Failed(Box::new(error)),
        }
    }
}

/// Whether the server or the way to it is at fault, not the statement.
pub(super) fn is_unavailable(error: &Error) -> bool {
    let Some(state) = error.code() else {
        return is_connection_lost(error);
    };
    // Connection, rollback of the whole transaction, resources, shutdown or cancelled; a standby
    // that only reads.
    let classes = ["08", "40", "53", "57"];
    classes.iter().any(|class| state.code().starts_with(class))
        || *state == SqlState::READ_ONLY_SQL_TRANSACTION
        || is_connection_lost(error)
}

/// Whether the connection cannot be used any more.
pub(super) fn is_connection_lost(error: &Error) -> bool {
    match error.as_db_error() {
        Some(said) => said.severity() == "FATAL" || said.severity() == "PANIC",
        None => {
            error.is_closed()
                || error
                    .source()
                    .is_some_and(|source| source.is::<std::io::Error>())
        }
    }
}

/// Whether the same transaction may well succeed when it is run again: it met another one, or a week of the log was dropped
/// behind its back.
pub(super) fn is_worth_repeating(error: &Error) -> bool {
    let Some(said) = error.as_db_error() else {
        return false;
    };
    let state = said.code();
    *state == SqlState::T_R_DEADLOCK_DETECTED
        || *state == SqlState::T_R_SERIALIZATION_FAILURE
        // A row without a partition violates a check that has no name.
        || (*state == SqlState::CHECK_VIOLATION && said.constraint().is_none())
}
