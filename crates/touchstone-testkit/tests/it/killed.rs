//! A test process that is killed leaves no server behind.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use touchstone_testkit::postgres::{Server, binaries};

/// Set for the process that this test starts in order to kill it.
const VICTIM: &str = "TOUCHSTONE_TESTKIT_VICTIM";

#[test]
fn a_killed_process_takes_its_server_along() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the victim is told so by its environment"
    )]
    let is_victim = std::env::var_os(VICTIM).is_some();
    if is_victim {
        return hold_a_server();
    }
    let mut victim = spawn_victim();
    let url = victim_url(&mut victim);
    let mut client = long_query(&url);
    victim.kill().unwrap();
    victim.wait().unwrap();
    // The client is cut off when the server ends; if it never ends, the runner's time limit does.
    assert!(
        !client.wait().unwrap().success(),
        "the query went on to its end"
    );
}

/// Tells the server's URL on its output, then waits for an end that never comes by itself.
fn hold_a_server() {
    let server = Server::start().unwrap();
    println!("\nurl {}", server.url());
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

fn spawn_victim() -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "killed::a_killed_process_takes_its_server_along",
            "--nocapture",
        ])
        .env(VICTIM, "yes")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn victim_url(victim: &mut Child) -> String {
    let output = BufReader::new(victim.stdout.take().unwrap());
    let mut lines = output.lines().map(Result::unwrap);
    lines
        .find_map(|line| line.strip_prefix("url ").map(str::to_owned))
        .unwrap()
}

/// A client whose query is running when this returns.
fn long_query(url: &str) -> Child {
    let mut client = Command::new(binaries().unwrap().join("psql"))
        .args(["--no-psqlrc", "--quiet", "--tuples-only", url])
        .args([
            "--command",
            "SELECT 'running'",
            "--command",
            "SELECT pg_sleep(600)",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(client.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "running");
    client
}
