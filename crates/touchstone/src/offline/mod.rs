//! How is a judgement replayed without a server? `touchstone verify <format> FILE`: same code, same checks, each printed with its number.

mod app_attest;
mod report;

use clap::{Args, Subcommand};

use crate::cli::{Ending, Terminal, remark};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// Apple App Attest: an attestation object, an assertion or a receipt
    #[command(name = "app_attest")]
    AppAttest(Box<app_attest::Arguments>),
}

/// Judges; 0 accepted, 1 refused, 2 the input cannot be read.
pub(crate) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let Format::AppAttest(arguments) = &arguments.format;
    match app_attest::judge(arguments) {
        Ok(report) => {
            terminal.either(&report.to_json(), || report.to_text())?;
            Ok(if report.is_accepted() {
                Ending::Done
            } else {
                Ending::Refused
            })
        }
        Err(error) => {
            remark(format!("error: {error:#}"));
            Ok(Ending::NotUnderstood)
        }
    }
}
