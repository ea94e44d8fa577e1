//! How another program is run: told before, timed, and its exit code kept.

use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// A program that ended badly.
#[derive(Debug)]
pub(crate) struct Failed {
    line: String,
    code: Option<i32>,
}

impl Display for Failed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match self.code {
            Some(code) => write!(formatter, "`{}` failed with exit code {code}", self.line),
            None => write!(formatter, "`{}` was ended by a signal", self.line),
        }
    }
}

impl std::error::Error for Failed {}

/// The exit code of the program that failed; 1 for every other error.
pub(crate) fn exit_code(error: &anyhow::Error) -> ExitCode {
    let code = error
        .downcast_ref::<Failed>()
        .and_then(|failed| failed.code);
    code.and_then(|code| u8::try_from(code).ok())
        .filter(|code| *code != 0)
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The workspace's own folder.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Folders of packages that are workspaces of their own; each one's manifest says why.
pub(crate) const WORKSPACES_APART: [&str; 2] = ["fuzz", "interop"];

/// A cargo command in the workspace's folder.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root());
    command
}

/// The folder into which cargo builds.
pub(crate) fn target_folder() -> anyhow::Result<PathBuf> {
    let metadata = output(&mut cargo([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let folder = metadata
        .get("target_directory")
        .and_then(serde_json::Value::as_str);
    Ok(PathBuf::from(
        folder.context("cargo metadata tells no target folder")?,
    ))
}

/// Runs a command with its output shown.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let line = line(command);
    println!("$ {line}");
    let status = command
        .status()
        .with_context(|| format!("cannot run `{line}`"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failed {
            line,
            code: status.code(),
        }
        .into())
    }
}

/// Runs a command and answers its output; its complaints are shown.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let line = line(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run `{line}`"))?;
    if !output.status.success() {
        return Err(Failed {
            line,
            code: output.status.code(),
        }
        .into());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` does not speak UTF-8"))
}

/// Whether a command runs and ends well; its output is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Runs one step under a heading, and tells the time that it took.
pub(crate) fn step(name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    println!("== {name}");
    let start = Instant::now();
    let done = work();
    let verdict = if done.is_ok() { "ok" } else { "FAILED" };
    println!("== {name}: {verdict} in {}", seconds(start.elapsed()));
    done
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_of_a_failed_program_is_passed_on() {
        let error = run(Command::new("sh").args(["-c", "exit 101"])).unwrap_err();
        assert_eq!(exit_code(&error), ExitCode::from(101));
    }

    #[test]
    fn an_end_by_signal_is_a_failure() {
        let error = run(Command::new("sh").args(["-c", "kill -9 $$"])).unwrap_err();
        assert_eq!(exit_code(&error), ExitCode::FAILURE);
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program")).unwrap_err();
        assert!(error.to_string().contains("no-such-program"), "{error}");
        assert!(!succeeds(&mut Command::new("no-such-program")));
    }

    #[test]
    fn output_of_a_failed_program_is_not_used() {
        assert!(output(Command::new("sh").args(["-c", "echo half; exit 1"])).is_err());
    }

    #[test]
    fn a_failed_step_stays_failed() {
        assert!(step("test", || anyhow::bail!("no")).is_err());
    }
}
