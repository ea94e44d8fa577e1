//! A database for one test, so that tests can run at the same time.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{PostgresError, binaries, server_url};

/// Makes an empty database on the tests' server ([`server_url`]) and answers its URL, for the
/// server's superuser. It stays until its server ends.
///
/// # Panics
/// When there is no server, or it does not make the database.
#[must_use]
pub fn fresh_database() -> String {
    let server = server_url();
    #[expect(
        clippy::panic,
        reason = "a missing requirement fails the test that has it"
    )]
    create_database(&server, &unused_name()).unwrap_or_else(|error| panic!("{error}"))
}

/// A name that no other call has used, in this process or in another one of this run.
fn unused_name() -> String {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    format!("test_{}_{call}", std::process::id())
}

fn create_database(server: &str, name: &str) -> Result<String, PostgresError> {
    // The testkit links no database driver: those have one home, touchstone-storage.
    let psql = binaries().ok_or(PostgresError::NotInstalled)?.join("psql");
    // A server that outlives runs can see a process id again.
    let output = Command::new(psql)
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
        .arg(format!("--command=DROP DATABASE IF EXISTS {name}"))
        .arg(format!("--command=CREATE DATABASE {name}"))
        .arg(server)
        .output()?;
    if !output.status.success() {
        let log_end = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(PostgresError::Failed {
            order: "create a database",
            log_end,
        });
    }
    Ok(with_database(server, name))
}

/// The same server's URL for another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let authority_end = address.find("://").map_or(0, |at| at.saturating_add(3));
    let end = address
        .rfind('/')
        .filter(|at| *at >= authority_end)
        .unwrap_or(address.len());
    let base = address.get(..end).unwrap_or(address);
    let question = if parameters.is_empty() { "" } else { "?" };
    format!("{base}/{name}{question}{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_used_once() {
        assert_ne!(unused_name(), unused_name());
    }

    #[test]
    fn only_the_database_of_a_url_is_replaced() {
        for (server, expected) in [
            (
                "postgres://postgres@127.0.0.1:5432/postgres",
                "postgres://postgres@127.0.0.1:5432/t",
            ),
            (
                "postgres://postgres@127.0.0.1:5432",
                "postgres://postgres@127.0.0.1:5432/t",
            ),
            (
                "postgres://u:p@db/postgres?sslmode=disable",
                "postgres://u:p@db/t?sslmode=disable",
            ),
        ] {
            assert_eq!(with_database(server, "t"), expected);
        }
    }
}
