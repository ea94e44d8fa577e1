//! `cargo xtask bench`: what is fast, what is slow, each beside its raw cost.

use std::process::Command;

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

/// A part of `webauthn` that is measured beside the stores: no server is between.
const LOOKUP: &str = "lookup";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let postgres = Postgres::start()?;
    let is_webauthn = arguments.family == "webauthn";
    let part = arguments.part.as_deref();
    if !is_webauthn || part != Some(LOOKUP) {
        run::run(postgres.tell(&mut family(arguments)))?;
    }
    if is_webauthn && part.is_none_or(|part| part == LOOKUP) {
        run::run(postgres.tell(&mut lookup(arguments)))?;
    }
    Ok(())
}

fn family(arguments: &Arguments) -> Command {
    let mut bench = cargo([
        "bench",
        "--package",
        "touchstone",
        "--bench",
        "families",
        "--",
    ]);
    bench.args(["--family", &arguments.family]);
    bench.args(["--seconds", &arguments.seconds.to_string()]);
    bench.args(["--rows", &arguments.rows.to_string()]);
    if let Some(part) = &arguments.part {
        bench.args(["--part", part]);
    }
    bench
}

fn lookup(arguments: &Arguments) -> Command {
    let package = "touchstone-storage";
    let mut bench = cargo(["bench", "--package", package, "--bench", "settle", "--"]);
    bench.args([LOOKUP, "--rows", &arguments.rows.to_string()]);
    bench
}
