//! The built program, as its operator runs it: a process that can be killed.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::Value;

use super::{PATIENCE, Place};

/// A process that serves.
pub struct Binary {
    child: Child,
    /// Nobody reads on; it must not break.
    _said: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Binary {
    /// Runs `touchstone serve` in this place and waits until it is ready. Its log goes to the file
    /// `log` there.
    pub fn serve(place: &Place) -> Self {
        let mut log = File::options();
        let log = log.create(true).append(true);
        let log = log.open(place.path().join("log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_touchstone"))
            .args(["serve", "--json"])
            .env_clear()
            .current_dir(place.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("not ready: {}", place.read("log")));
        let address = ready["address"].as_str().unwrap().parse().unwrap();
        Self {
            child,
            _said: said,
            address,
        }
    }

    /// Ends it at once: SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end: SIGTERM.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
    }

    /// How it ended.
    pub async fn ended(mut self) -> ExitStatus {
        let wait = tokio::task::spawn_blocking(move || self.child.wait().unwrap());
        let ended = tokio::time::timeout(PATIENCE, wait).await;
        ended.expect("in time").unwrap()
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
