//! The two engines.

/// Which engine keeps everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A database of the test's own on the tests' server.
    Postgres,
}
