//! A database for one test, so that tests can run at the same time.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{PostgresError, binaries, server_url};

/// What the names of tests' databases begin with; the id of their process follows.
const PREFIX: &str = "test_";

/// How many databases that others left a test tries to get before it makes its own.
const RENAMINGS_MAX: usize = 4;

/// Makes an empty database on the tests' server ([`server_url`]) and answers its URL, for the
/// server's superuser. It stays as it is while this process lives; then another test may have it.
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
    database(&server, &unused_name()).unwrap_or_else(|error| panic!("{error}"))
}

/// A name that no other call has used, in this process or in another one of this run.
fn unused_name() -> String {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    format!("{PREFIX}{}_{call}", std::process::id())
}

/// One database takes 8 MB and a run has hundreds of tests, so what an ended process has left is
/// emptied and used again; only when there is none is a new one made.
fn database(server: &str, name: &str) -> Result<String, PostgresError> {
    let url = with_database(server, name);
    let left = names(server)?.into_iter().filter(|name| is_left(name));
    for old in left.take(RENAMINGS_MAX) {
        // The renaming is the claim: of two tests that try it one fails, and so does one whose
        // database a killed process's connection still holds.
        let rename = format!("ALTER DATABASE {old} RENAME TO {name}");
        if psql(server, &[&rename]).is_ok() {
            psql(
                &url,
                &["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"],
            )?;
            return Ok(url);
        }
    }
    // A server that outlives runs can see a process id again.
    let drop = format!("DROP DATABASE IF EXISTS {name}");
    psql(server, &[&drop, &format!("CREATE DATABASE {name}")])?;
    Ok(url)
}

/// The names of all tests' databases.
fn names(server: &str) -> Result<Vec<String>, PostgresError> {
    let list = psql(server, &["SELECT datname FROM pg_database"])?;
    let names = list.lines().filter(|name| name.starts_with(PREFIX));
    Ok(names.map(str::to_owned).collect())
}

/// Whether the process that a database was made for has ended.
fn is_left(name: &str) -> bool {
    let owner = name.strip_prefix(PREFIX).and_then(|rest| {
        let (process, _) = rest.split_once('_')?;
        process.parse::<u32>().ok()
    });
    owner.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists())
}

/// Runs statements, each in a transaction of its own, and answers the rows, one to a line.
fn psql(url: &str, statements: &[&str]) -> Result<String, PostgresError> {
    // The testkit links no database driver: those have one home, touchstone-storage.
    let psql = binaries().ok_or(PostgresError::NotInstalled)?.join("psql");
    let mut command = Command::new(psql);
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
    command.arg("--set=ON_ERROR_STOP=1");
    for statement in statements {
        command.arg(format!("--command={statement}"));
    }
    let output = command.arg(url).output()?;
    if !output.status.success() {
        let log_end = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(PostgresError::Failed {
            order: "make a database",
            log_end,
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
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
    use super::super::Server;
    use super::*;

    #[test]
    fn a_name_is_used_once() {
        assert_ne!(unused_name(), unused_name());
    }

    #[test]
    fn the_database_of_a_living_process_is_not_left() {
        assert!(!is_left(&unused_name()));
    }

    #[test]
    fn the_database_of_no_process_is_left() {
        // Linux counts processes up to 4,194,304.
        assert!(is_left("test_4294967295_0"));
    }

    #[test]
    fn a_database_that_no_test_has_named_is_not_left() {
        for name in ["postgres", "test_", "test_mine", "test_mine_0"] {
            assert!(!is_left(name), "{name}");
        }
    }

    #[test]
    fn a_left_database_is_emptied_and_used_again() {
        let server = Server::start().unwrap();
        let left = database(&server.url(), "test_4294967295_0").unwrap();
        psql(&left, &["CREATE TABLE remains ()"]).unwrap();
        let url = database(&server.url(), "test_1_0").unwrap();
        let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(psql(&url, &[tables]).unwrap(), "");
        assert_eq!(names(&server.url()).unwrap(), ["test_1_0"]);
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
