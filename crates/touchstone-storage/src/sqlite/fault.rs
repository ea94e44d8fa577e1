//! Decides what an error of SQLite means for a port.

use rusqlite::ErrorCode;
use touchstone_core::ports::StoreError;

/// Why a job stopped: SQLite said no, or what was found is not acceptable.
#[derive(Debug)]
pub(super) enum Fault {
    Engine(rusqlite::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
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
            Fault::Engine(error) if is_unavailable(&error) => Self::Unavailable(Box::new(error)),
            Fault::Engine(error) => Self::Failed(Box::new(error)),
        }
    }
}

/// Whether the engine itself is in the way: a full disk, rights, another process.
fn is_unavailable(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::DiskFull
                | ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::OutOfMemory
        )
    )
}
