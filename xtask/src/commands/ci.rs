//! `cargo xtask ci`: everything that must hold before a change is taken in.

use std::process::Command;

use clap::Args;

use crate::commands::{fuzz, r#gen, interop, test, tidy};
use crate::run::{self, cargo, step};
use crate::tools::cargo_deny;

/// Seconds that each fuzz target runs for.
const FUZZ_SECONDS: u32 = 10;

/// Run every check; goes on after a failure, so that one run tells all
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The tests have just been run: leave them out
    #[arg(long)]
    after_test: bool,
    /// Look for known vulnerabilities too: fetches the advisory database from the network
    #[arg(long)]
    advisories: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut failed = Vec::new();
    for (name, check) in checks(arguments) {
        if let Err(error) = step(name, check) {
            println!("{name}: {error:#}");
            failed.push(name);
        }
    }
    anyhow::ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

type Check = Box<dyn FnOnce() -> anyhow::Result<()>>;

fn checks(arguments: &Arguments) -> Vec<(&'static str, Check)> {
    let advisories = arguments.advisories;
    let mut checks: Vec<(&'static str, Check)> = Vec::new();
    if !arguments.after_test {
        checks.push((
            "test",
            Box::new(|| test::run(&test::Arguments { rest: Vec::new() })),
        ));
    }
    checks.push(("format", Box::new(format)));
    checks.push(("tidy", Box::new(tidy::run)));
    checks.push(("generated files", Box::new(generated)));
    checks.push(("clippy", Box::new(clippy)));
    checks.push(("documentation", Box::new(documentation)));
    checks.push(("dependencies", Box::new(move || dependencies(advisories))));
    checks.push(("fuzz", Box::new(|| fuzz::all(FUZZ_SECONDS))));
    checks
}

fn generated() -> anyhow::Result<()> {
    r#gen::run(&r#gen::Arguments { check: true })
}

fn format() -> anyhow::Result<()> {
    run::run(&mut cargo(["fmt", "--all", "--check"]))?;
    for apart in run::WORKSPACES_APART {
        run::run(cargo(["fmt", "--check"]).current_dir(run::root().join(apart)))?;
    }
    Ok(())
}

fn clippy() -> anyhow::Result<()> {
    let command = ["clippy", "--workspace", "--all-targets", "--quiet"];
    let strictly = ["--", "-D", "warnings"];
    run::run(cargo(command).args(strictly))?;
    run::run(interop::cargo(&command)?.args(strictly))
}

fn documentation() -> anyhow::Result<()> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps", "--quiet"]);
    run::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn dependencies(advisories: bool) -> anyhow::Result<()> {
    let program = cargo_deny()?;
    for folder in [run::root(), interop::folder()] {
        let mut deny = Command::new(&program);
        let quietly = ["--log-level", "warn"];
        deny.current_dir(folder).args(quietly);
        deny.args(["check", "bans", "licenses", "sources"]);
        if advisories {
            deny.arg("advisories");
        }
        run::run(&mut deny)?;
    }
    Ok(())
}
