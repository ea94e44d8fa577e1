//! `cargo xtask bench`: what is fast, what is slow, each beside its raw cost.

use clap::Args;

use crate::run::{self, cargo};
use crate::tools::Postgres;

/// Measure one family, with PostgreSQL started for it
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The family: the name of a file under `crates/touchstone/benches`
    #[arg(default_value = "mobile")]
    family: String,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let postgres = Postgres::start()?;
    let mut bench = cargo([
        "bench",
        "--package",
        "touchstone",
        "--bench",
        &arguments.family,
    ]);
    run::run(postgres.tell(&mut bench))
}
