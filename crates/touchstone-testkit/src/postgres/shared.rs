//! The one server that all tests of a process, or of a whole run, share.

use std::sync::OnceLock;

use super::Server;

/// The variable that names a running server; `cargo xtask test` sets it to one it has started.
pub const SERVER_VARIABLE: &str = "TOUCHSTONE_TEST_POSTGRES";

/// The URL of a PostgreSQL superuser on whose server a test may create databases:
/// `$TOUCHSTONE_TEST_POSTGRES`, else a cluster that this process starts and keeps until it ends.
///
/// # Panics
/// When there is none and none can be started: an engine that cannot be tested fails the run.
#[must_use]
pub fn server_url() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "the testkit is the home of test settings"
    )]
    let named = std::env::var(SERVER_VARIABLE)
        .ok()
        .filter(|url| !url.is_empty());
    named.unwrap_or_else(|| own_server().url())
}

fn own_server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    #[expect(
        clippy::panic,
        reason = "a missing requirement fails the test that has it"
    )]
    SERVER.get_or_init(|| Server::start().unwrap_or_else(|error| panic!("{error}")))
}
