//! `cargo xtask bench`: what is fast, what is slow, each beside its raw cost.

use clap::Args;

use crate::run::{self, cargo};
use crate::tools::Postgres;

/// Measure one family, with PostgreSQL started for it
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The family
    #[arg(default_value = "mobile", value_parser = ["mobile", "webauthn"])]
    family: String,

    /// How long each load lasts, in seconds
    #[arg(long, default_value_t = 2)]
    seconds: u64,

    /// How many rows the large stores hold
    #[arg(long, default_value_t = 100_000)]
    rows: u32,

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
        "families",
        "--",
        "--family",
        &arguments.family,
        "--seconds",
        &arguments.seconds.to_string(),
        "--rows",
        &arguments.rows.to_string(),
    ]);
    if let Some(part) = &arguments.part {
        bench.args(["--part", part]);
    }
    run::run(postgres.tell(&mut bench))
}
