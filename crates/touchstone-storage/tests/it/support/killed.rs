//! A process of its own that settles without end, until it is killed (SIGKILL).

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use touchstone_core::TenantId;

/// Tells a test that it is the process to be killed, and which database it settles in.
const ADDRESS: &str = "TOUCHSTONE_CRASH_TEST_ADDRESS";

/// The database of this process when it is one to be killed.
#[expect(
    clippy::disallowed_methods,
    reason = "how a test speaks to its own child"
)]
pub fn to_be_killed() -> Option<String> {
    std::env::var(ADDRESS).ok()
}

/// The child and what it prints.
pub struct Settling {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    pub tenant: TenantId,
}

impl Settling {
    /// Starts the test `child`, which must ask [`to_be_killed`] first and print its tenant, then an answer of four words per line.
    pub fn start(address: &str, child: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([child, "--exact", "--nocapture"])
            .env(ADDRESS, address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let tenant = lines
            .by_ref()
            .find_map(|line| line.unwrap().strip_prefix("tenant ")?.parse().ok())
            .unwrap();
        Self {
            child,
            lines,
            tenant,
        }
    }

    /// The next answers.
    pub fn answers(&mut self, wanted: usize) -> Vec<String> {
        self.lines
            .by_ref()
            .take(wanted)
            .map(Result::unwrap)
            .collect()
    }

    /// Kills the process and tells what it had printed.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        // The kill may have cut the last line.
        let mut rest: Vec<String> = self.lines.map(Result::unwrap).collect();
        rest.retain(|line| line.split(' ').count() == 4);
        rest
    }
}
