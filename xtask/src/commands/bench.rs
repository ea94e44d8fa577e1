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

    /// How long each load lasts, in seconds
    #[arg(long, default_value_t = 5)]
    seconds: u64,

    /// One part alone, such as `evidence` or `load`
    #[arg(long)]
    part: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let postgres = Postgres::start()?;
    let mut bench = cargo([
        "bench",
        "--package",
        "touchstone",
        "--bench",
        &arguments.family,
        "--",
        "--seconds",
        &arguments.seconds.to_string(),
    ]);
    if let Some(part) = &arguments.part {
        bench.args(["--part", part]);
    }
    run::run(postgres.tell(&mut bench))
}
