//! Decides how the built program is run: in a folder of its own, with an environment of its own, on ports that are free.

use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;

/// Where nobody answers: no test asks the issuers themselves.
const NOBODY: &str = "http://127.0.0.1:1/attestation/status";

/// A folder in which the program runs.
pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    /// The program with nothing of this process's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_touchstone"));
        command
            .env_clear()
            .current_dir(self.path())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// Runs it to its end; it must succeed and print JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let ended = self.run(&arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.err);
        serde_json::from_str(&ended.out).unwrap()
    }

    /// A server in this folder, on a free port.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let arguments: Vec<&str> = ["serve", "--json"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let mut command = self.command(&arguments);
        command.env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0");
        command.env("TOUCHSTONE__MOBILE__ANDROID__STATUS_URL", NOBODY);
        Server::start(command)
    }
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It must have failed with this code, and said this.
    #[track_caller]
    pub fn refused(&self, code: i32, said: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(said), "{self:?}");
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    err: std::fs::File,
    /// The first line that it printed: what it said when it was ready.
    pub ready: Value,
    /// `http://127.0.0.1:PORT`, when that line tells an address.
    pub url: String,
}

impl Server {
    pub fn start(mut command: Command) -> Self {
        // A file, because nobody reads along: a full pipe would lose lines.
        let mut err = tempfile::tempfile().unwrap();
        let log = err.try_clone().unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "no server: {}", written(&mut err));
        let ready: Value = serde_json::from_str(&line).unwrap();
        let url = format!("http://{}", ready["address"].as_str().unwrap_or_default());
        Self {
            child,
            out,
            err,
            ready,
            url,
        }
    }

    /// The next line that it prints of this event.
    pub fn event(&mut self, name: &str) -> Value {
        loop {
            let mut line = String::new();
            assert!(
                self.out.read_line(&mut line).unwrap() > 0,
                "{name}: {}",
                written(&mut self.err)
            );
            let told: Value = serde_json::from_str(&line).unwrap();
            if told["event"] == name {
                return told;
            }
        }
    }

    /// What `/metrics` answers, head included.
    pub fn metrics(&self) -> String {
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a signal, such as `-HUP`.
    pub fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Sends SIGTERM and waits.
    pub fn stop(mut self) -> Ended {
        self.signal("-TERM");
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        let err = written(&mut self.err);
        Ended { code, out, err }
    }
}

fn written(file: &mut std::fs::File) -> String {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
