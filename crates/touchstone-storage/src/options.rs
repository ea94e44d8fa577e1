//! Decides how much of the machine a store may use.

use std::time::Duration;

/// How a store is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether missing migrations are made; without it a database that lacks some is refused.
    pub migrate: bool,
    /// SQLite: connections that read, each with its own thread; at least 1.
    pub read_connections: usize,
    /// SQLite: reads that may wait before further ones are refused; at least 1.
    pub read_queue: usize,
    /// Writes (SQLite) or settlements (PostgreSQL) that may wait before further ones are refused; at least 1.
    pub write_queue: usize,
    /// The most writes or settlements in one commit; at least 1.
    pub write_batch: usize,
    /// PostgreSQL: connections of this node, beside one that settles and one that listens; at least 1.
    pub pool_size: usize,
    /// PostgreSQL: how long a connection, a free place in the pool or the answer to one statement is waited for.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            migrate: true,
            read_connections: 4,
            read_queue: 4_096,
            write_queue: 4_096,
            write_batch: 512,
            pool_size: 16,
            timeout: Duration::from_secs(10),
        }
    }
}
