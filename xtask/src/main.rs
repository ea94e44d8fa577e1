//! Automation of the workspace: what to run, in which order, and with what installed.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on its output"
)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod commands;
mod run;
mod tidy;
mod tools;

/// Automation of the workspace
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bench(commands::bench::Arguments),
    Ci(commands::ci::Arguments),
    Fuzz(commands::fuzz::Arguments),
    Gen(commands::r#gen::Arguments),
    Test(commands::test::Arguments),
    /// Compare the tree with the rules that the compiler does not know
    Tidy,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Bench(arguments) => commands::bench::run(&arguments),
        Command::Ci(arguments) => commands::ci::run(&arguments),
        Command::Fuzz(arguments) => commands::fuzz::run(&arguments),
        Command::Gen(arguments) => commands::r#gen::run(&arguments),
        Command::Test(arguments) => commands::test::run(&arguments),
        Command::Tidy => commands::tidy::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("xtask: {error:#}");
            run::exit_code(&error)
        }
    }
}
