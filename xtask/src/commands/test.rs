//! `cargo xtask test`: every test, with everything that the tests need.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::commands::interop;
use crate::run::{self, cargo, root, step, succeeds, target_folder};
use crate::tools::{Postgres, need_browser, npm};

/// Tells tests from outside which program they try.
pub(crate) const PROGRAM_VARIABLE: &str = "TOUCHSTONE_PROGRAM";

/// Run every test, with PostgreSQL installed and started for them, and a browser installed
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Passed to the test runner, e.g. `-p touchstone-core`, or a part of a test's name
    #[arg(last = true)]
    pub(crate) rest: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let postgres = Postgres::start()?;
    step("tests", || {
        run::run(postgres.tell(runner().args(&arguments.rest)))
    })?;
    if !arguments.rest.is_empty() {
        return Ok(());
    }
    step("documentation tests", || {
        run::run(postgres.tell(&mut cargo(["test", "--doc", "--workspace", "--quiet"])))
    })?;
    step("tests with other projects' clients", || {
        interop::test(&built_program()?)
    })?;
    step("tests in a browser", || {
        in_browser(&postgres, &built_program()?)
    })
}

/// The tests of `e2e/`: the built program and its passkey page in Chromium, on both engines.
fn in_browser(postgres: &Postgres, program: &Path) -> anyhow::Result<()> {
    need_browser()?;
    let mut test = npm(&root().join("e2e"));
    let test = test.arg("test").env(PROGRAM_VARIABLE, program);
    run::run(postgres.tell(test))
}

/// The program as it is now.
fn built_program() -> anyhow::Result<PathBuf> {
    run::run(&mut cargo(["build", "--package", "touchstone"]))?;
    Ok(target_folder()?.join("debug/touchstone"))
}

/// nextest where it is installed; cargo's own runner does the same, slower. Without `-p` both mean
/// the whole workspace.
fn runner() -> Command {
    if succeeds(&mut cargo(["nextest", "--version"])) {
        return cargo(["nextest", "run", "--workspace"]);
    }
    println!("cargo-nextest is not installed: using `cargo test`");
    cargo(["test", "--workspace", "--lib", "--bins", "--tests"])
}
