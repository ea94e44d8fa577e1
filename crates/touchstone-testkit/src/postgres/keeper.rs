//! The process that keeps a cluster, and that ends it when the test process is gone.
//!
//! It is a few lines of shell, not a thread, because it has to outlive a test process that is
//! killed; it waits on a pipe, not for a parent-death signal, because that signal already comes
//! when the *thread* that started the child ends, which in tests is after the first test.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::PostgresError;

const SCRIPT: &str = include_str!("keeper.sh");

/// The user whom Debian's package creates for the server.
const SERVER_USER: &str = "postgres";

/// How much of the log an error shows.
const LOG_LINES_MAX: usize = 20;

#[derive(Debug)]
pub(super) struct Keeper {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
}

impl Keeper {
    pub(super) fn spawn(binaries: &Path) -> Result<Self, PostgresError> {
        let mut child = command(running_as_root()?)
            .args(["sh", "-c", SCRIPT, "keeper"])
            .arg(binaries)
            .current_dir("/")
            // Its own group: an interrupt at the terminal must not end it before its clean-up.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // A child that held the test's own error stream would keep the test runner waiting.
            .stderr(Stdio::null())
            .spawn()?;
        let orders = child.stdin.take();
        let answers = child.stdout.take().ok_or_else(silent)?;
        let mut keeper = Self {
            child,
            orders,
            answers: BufReader::new(answers),
            folder: PathBuf::new(),
        };
        keeper.folder = PathBuf::from(keeper.answer()?);
        Ok(keeper)
    }

    /// Gives one order and waits until it is done.
    pub(super) fn order(
        &mut self,
        order: &'static str,
        argument: &str,
    ) -> Result<(), PostgresError> {
        let orders = self.orders.as_mut().ok_or_else(silent)?;
        writeln!(orders, "{order} {argument}")?;
        match self.answer()?.as_str() {
            "done" => Ok(()),
            _ => Err(PostgresError::Failed {
                order,
                log_end: self.log_end(),
            }),
        }
    }

    fn answer(&mut self) -> Result<String, PostgresError> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer = line.trim_end();
        if answer.is_empty() {
            Err(silent().into())
        } else {
            Ok(answer.to_owned())
        }
    }

    fn log_end(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let skipped = log.lines().count().saturating_sub(LOG_LINES_MAX);
        log.lines()
            .skip(skipped)
            .fold(String::new(), |mut end, line| {
                let _ = writeln!(end, "  {line}");
                end
            })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.child.wait();
    }
}

fn silent() -> std::io::Error {
    std::io::Error::other("the keeper has ended")
}

/// A command that runs what its arguments say, as a user that PostgreSQL accepts: it refuses root.
fn command(as_root: bool) -> Command {
    if !as_root {
        return Command::new("env");
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid",
        SERVER_USER,
        "--regid",
        SERVER_USER,
        "--init-groups",
        "--reset-env",
    ]);
    command
}

fn running_as_root() -> Result<bool, PostgresError> {
    let output = Command::new("id").arg("-u").output()?;
    Ok(output.stdout == b"0\n")
}
