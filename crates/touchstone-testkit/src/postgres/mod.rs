//! A PostgreSQL that tests start themselves, and which never outlives them.
//!
//! The cluster lives in a folder of its own, listens on loopback only, trusts whoever reaches it
//! there, and syncs to disk like a real one: durability is among the things tested.

mod binaries;
mod database;
mod keeper;
mod server;
mod shared;

pub use binaries::binaries;
pub use database::fresh_database;
pub use server::Server;
pub use shared::{SERVER_VARIABLE, server_url};

/// Why there is no PostgreSQL to test with.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No server binaries under the folder in which Debian's packages put them.
    #[error(
        "PostgreSQL is not installed: run `cargo xtask test`, or `apt-get install postgresql`, \
         or set TOUCHSTONE_TEST_POSTGRES to the URL of a server with an empty `postgres` database"
    )]
    NotInstalled,
    /// The process that keeps the cluster could not be started or talked to.
    #[error("the process that keeps the PostgreSQL cluster cannot be reached")]
    Keeper(#[from] std::io::Error),
    /// PostgreSQL did not do what it was told.
    #[error("PostgreSQL did not {order}; its log ends with:\n{log_end}")]
    Failed {
        /// What it was told to do: `init`, `start`, `stop`, `kill` or to make a database.
        order: &'static str,
        /// The last lines of its log.
        log_end: String,
    },
}
