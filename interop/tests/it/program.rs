//! Decides how the built program is run: in a folder of its own, with nothing of this process's environment, on a free port of loopback.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/debug/touchstone");

/// Nobody on the network is asked.
const SETTINGS: [(&str, &str); 3] = [
    ("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0"),
    (
        "TOUCHSTONE__MOBILE__ANDROID__STATUS_URL",
        "http://127.0.0.1:1/attestation/status",
    ),
    ("TOUCHSTONE__WEBAUTHN__MDS__ENABLED", "false"),
];

/// A server that runs until it is dropped.
pub struct Program {
    child: Child,
    folder: tempfile::TempDir,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Program {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A file, because nobody reads along: a full pipe would stop the server.
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut serve = command(&folder, &["serve", "--json"]);
        serve.envs(SETTINGS).stdout(Stdio::piped()).stderr(log);
        let mut child = serve.spawn().expect("the program is built");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
        assert!(!line.is_empty(), "no server: {log}");
        let ready: Value = serde_json::from_str(&line).unwrap();
        Self {
            address: ready["address"].as_str().unwrap().to_owned(),
            child,
            folder,
        }
    }

    /// Runs a command of the administration, which must succeed.
    pub fn administer(&self, arguments: &[&str]) {
        let url = format!("http://{}", self.address);
        let mut command = command(&self.folder, arguments);
        let ended = command.args(["--json", "--url", &url]).output().unwrap();
        assert!(ended.status.success(), "{arguments:?}: {ended:?}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "which program is tried is told by whoever runs the tests"
)]
fn command(folder: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let program = std::env::var("TOUCHSTONE_PROGRAM");
    let mut command = Command::new(program.unwrap_or_else(|_| BUILT.to_owned()));
    command.env_clear().current_dir(folder.path());
    command.args(arguments).stdin(Stdio::null());
    command
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
