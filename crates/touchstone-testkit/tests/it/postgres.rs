//! A server can be stopped, killed and started again, and leaves nothing behind.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;

use touchstone_testkit::postgres::{PostgresError, Server, binaries, fresh_database};

fn query(server: &Server, sql: &str) -> Result<String, String> {
    query_url(&server.url(), sql)
}

fn query_url(url: &str, sql: &str) -> Result<String, String> {
    let psql = binaries().expect("PostgreSQL is installed").join("psql");
    let output = Command::new(psql)
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command",
            sql,
            url,
        ])
        .output()
        .expect("psql runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("psql speaks UTF-8");
    if output.status.success() {
        Ok(text(output.stdout).trim().to_owned())
    } else {
        Err(text(output.stderr))
    }
}

fn folder(server: &Server) -> PathBuf {
    PathBuf::from(query(server, "SHOW data_directory").expect("the server runs"))
}

#[test]
fn a_server_that_runs_cannot_be_started_a_second_time() {
    let mut server = Server::start().unwrap();
    let refused = server.start_again();
    assert!(
        matches!(refused, Err(PostgresError::Failed { order: "start", .. })),
        "{refused:?}"
    );
}

#[test]
fn a_stopped_server_refuses_clients_and_cannot_be_stopped_again() {
    let mut server = Server::start().unwrap();
    server.stop().unwrap();
    assert!(query(&server, "SELECT 1").is_err());
    let refused = server.stop();
    assert!(
        matches!(refused, Err(PostgresError::Failed { order: "stop", .. })),
        "{refused:?}"
    );
}

#[test]
fn a_killed_server_comes_back_with_what_was_committed() {
    let mut server = Server::start().unwrap();
    query(
        &server,
        "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)",
    )
    .unwrap();
    server.kill().unwrap();
    assert!(query(&server, "SELECT n FROM kept").is_err());
    server.start_again().unwrap();
    assert_eq!(query(&server, "SELECT n FROM kept").as_deref(), Ok("7"));
}

#[test]
fn a_server_syncs_to_disk_and_takes_many_clients() {
    let server = Server::start().unwrap();
    assert_eq!(query(&server, "SHOW fsync").as_deref(), Ok("on"));
    assert_eq!(
        query(&server, "SHOW synchronous_commit").as_deref(),
        Ok("on")
    );
    assert_eq!(query(&server, "SHOW max_connections").as_deref(), Ok("400"));
}

#[test]
fn a_dropped_server_leaves_neither_folder_nor_listener() {
    let server = Server::start().unwrap();
    let (folder, url) = (folder(&server), server.url());
    drop(server);
    let address = url
        .split(['@', '/'])
        .nth(3)
        .expect("the URL has an address")
        .to_owned();
    assert!(
        TcpStream::connect(&address).is_err(),
        "{address} still listens"
    );
    assert!(!folder.exists(), "{} is still there", folder.display());
}

#[test]
fn databases_of_two_tests_do_not_see_each_other() {
    let (one, other) = (fresh_database(), fresh_database());
    query_url(&one, "CREATE TABLE mine (n int)").unwrap();
    assert!(query_url(&other, "SELECT n FROM mine").is_err());
    assert_eq!(
        query_url(&one, "SELECT count(*) FROM mine").as_deref(),
        Ok("0")
    );
}
