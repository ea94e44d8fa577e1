//! What the family `mobile` costs, each figure beside its raw cost from the same run: evidence
//! alone, the server on SQLite and on PostgreSQL, with a slow Google, and doing nothing. `cargo
//! xtask bench` runs it; `--seconds N` sets the length of each load, `--part NAME` runs one part
//! alone.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod devices;
mod drive;
mod evidence;
mod furnish;
mod http;
mod idle;
mod load;
mod server;
mod slow_google;

use std::time::Duration;

/// How long each load lasts unless told otherwise.
const SECONDS: u64 = 5;
const PARTS: [&str; 4] = ["evidence", "idle", "load", "slow-google"];
const ENGINES: [server::Engine; 2] = [server::Engine::Sqlite, server::Engine::Postgres];

fn main() -> anyhow::Result<()> {
    let seconds = argument("--seconds").map_or(Ok(SECONDS), |text| text.parse())?;
    let length = Duration::from_secs(seconds.max(1));
    let only = argument("--part");
    if let Some(part) = &only {
        anyhow::ensure!(PARTS.contains(&part.as_str()), "no part {part}: {PARTS:?}");
    }
    let runs = |part: &str| only.as_deref().is_none_or(|only| only == part);
    if runs("evidence") {
        evidence::run()?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if runs("idle") {
            idle::run().await?;
        }
        for engine in ENGINES.into_iter().filter(|_| runs("load")) {
            load::run(engine, length).await?;
        }
        for engine in ENGINES.into_iter().filter(|_| runs("slow-google")) {
            slow_google::run(engine, length).await?;
        }
        Ok(())
    })
}

/// What stands behind this word; everything else that the test runner passes is ignored.
fn argument(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)
}
