//! How is evidence made without a device? `touchstone simulate mobile apple`: tokens of an iPhone that does not exist, from a test CA that
//! only a server trusts which was told to.

mod apple;
mod phone;

pub(crate) use phone::Memory;

use clap::{Args, Subcommand};

use crate::cli::{Ending, Terminal};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    noun: Noun,
}

#[derive(Debug, Subcommand)]
enum Noun {
    /// Tokens of phone apps
    #[command(subcommand)]
    Mobile(Platform),
}

#[derive(Debug, Subcommand)]
enum Platform {
    /// A simulated iPhone with App Attest
    Apple(Box<apple::Arguments>),
}

/// Makes the evidence.
pub(crate) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let Noun::Mobile(Platform::Apple(arguments)) = &arguments.noun;
    apple::run(arguments, terminal)
}
