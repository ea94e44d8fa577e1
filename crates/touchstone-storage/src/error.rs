//! Decides what an operator hears when a store cannot be opened, and what to do about it.

use std::error::Error;
use std::path::PathBuf;

/// A store could not be opened; the text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the database.
    #[error(
        "{} is held by another process: a server or a local command has this database open; \
         stop it, or speak to the running server",
        path.display()
    )]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The database was written by a later release.
    #[error(
        "the database has schema version {found}, this binary knows only up to {known}: \
         use a release at least as new as the one that migrated it"
    )]
    NewerSchema {
        /// The version that is stored.
        found: u32,
        /// The last version that this binary knows.
        known: u32,
    },
    /// The database lacks migrations, and this start may not make them.
    #[error(
        "the database has schema version {found}, this binary needs {known}: \
         run `touchstone migrate`"
    )]
    NotMigrated {
        /// The version that is stored; 0 for an empty database.
        found: u32,
        /// The version that is needed.
        known: u32,
    },
    /// The file, or the lock beside it, cannot be used.
    #[error(
        "{} cannot be used as a database: check the folder, the rights and the disk",
        path.display()
    )]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The server does not answer, or does not let us in.
    #[error(
        "PostgreSQL at {address} cannot be reached: check host, port, user, password and that it \
         runs"
    )]
    Unreachable {
        /// Where it was looked for, without a password.
        address: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A statement failed while the store was being opened or migrated.
    #[error("the database refused what is needed to open it")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
}
