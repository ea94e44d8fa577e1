//! Decides which command runs, and how the process ends: 0 done, 1 failed or refused, 2 not understood.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser as _};

use super::terminal::{Terminal, reader_left, remark};
use super::{Cli, Command};
use crate::config::{Environment, Loaded, load};

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All is well.
    Done,
    /// It did its work, and the answer is no.
    Refused,
    /// What it was given cannot be read.
    NotUnderstood,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::SUCCESS,
            Ending::Refused => Self::FAILURE,
            Ending::NotUnderstood => Self::from(2),
        }
    }
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let is_json = cli.json;
    match run(cli) {
        Ok(ending) => ending.into(),
        Err(error) if reader_left(&error) => ExitCode::SUCCESS,
        Err(error) => {
            remark(if is_json {
                told_as_json(&error)
            } else {
                told(&error)
            });
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, a line each; a cause that repeats what stands above it is left out.
fn told(error: &anyhow::Error) -> String {
    let mut text = String::from("error: ");
    for (depth, cause) in error.chain().enumerate() {
        let cause = cause.to_string();
        if depth == 0 {
            text.push_str(&cause);
        } else if !text.contains(&cause) {
            text.push_str("\n  because: ");
            text.push_str(&cause);
        }
    }
    text
}

/// The same for programs, in one line.
fn told_as_json(error: &anyhow::Error) -> String {
    let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
    serde_json::json!({ "error": error.to_string(), "because": causes }).to_string()
}

fn run(cli: Cli) -> anyhow::Result<Ending> {
    let terminal = Terminal::new(cli.json);
    let file = cli.config;
    let loaded = || -> anyhow::Result<Loaded> {
        load(file.as_deref(), Environment::of_process()).context("the configuration is refused")
    };
    match cli.command {
        Command::Serve(arguments) => block_on(crate::serve::run(&arguments, loaded()?, terminal)),
        Command::Demo(arguments) => block_on(crate::demo::run(&arguments, terminal)),
        Command::Migrate(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Config(arguments) => arguments.run(loaded, terminal),
        Command::Tenant(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Key(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Mobile(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Webauthn(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Verdict(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Audit(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::MasterKey(arguments) => block_on(arguments.run(&loaded()?, terminal)),
        Command::Verify(arguments) => crate::offline::run(&arguments, terminal),
        Command::Simulate(arguments) => block_on(crate::simulate::run(&arguments, terminal)),
        Command::Doctor(arguments) => block_on(crate::doctor::run(&arguments, loaded, terminal)),
        Command::Completions { shell } => completions(shell, terminal),
        Command::Reference(arguments) => arguments.run(terminal),
    }
}

fn completions(shell: clap_complete::Shell, terminal: Terminal) -> anyhow::Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "touchstone", &mut script);
    terminal.text(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}

fn block_on(work: impl Future<Output = anyhow::Result<Ending>>) -> anyhow::Result<Ending> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_error_is_told_with_its_causes_once() {
        let error = anyhow::anyhow!("no route")
            .context("cannot connect")
            .context("failed");
        assert_eq!(
            told(&error),
            "error: failed\n  because: cannot connect\n  because: no route"
        );
        let repeating = anyhow::anyhow!("refused").context("the answer was: refused");
        assert_eq!(told(&repeating), "error: the answer was: refused");
        assert_eq!(
            told_as_json(&anyhow::anyhow!("no route").context("failed")),
            r#"{"because":["no route"],"error":"failed"}"#
        );
    }
}
