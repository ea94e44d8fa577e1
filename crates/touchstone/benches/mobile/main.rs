//! What the family `mobile` costs, each figure beside its raw cost from the same run: evidence alone, the server on SQLite and on
//! PostgreSQL, and the server doing nothing. `cargo xtask bench` runs it; `--seconds N` sets the length of each load.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod evidence;
mod http;
mod idle;
mod load;
mod server;

use std::time::Duration;

/// How long each load lasts unless told otherwise.
const SECONDS: u64 = 5;

fn main() -> anyhow::Result<()> {
    let length = Duration::from_secs(seconds());
    evidence::run()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        idle::run().await?;
        for engine in [server::Engine::Sqlite, server::Engine::Postgres] {
            load::run(engine, length).await?;
        }
        Ok(())
    })
}

/// The number behind `--seconds`; everything else that the test runner passes is ignored.
fn seconds() -> u64 {
    let arguments: Vec<String> = std::env::args().collect();
    let value = arguments
        .iter()
        .skip_while(|argument| *argument != "--seconds")
        .nth(1);
    value
        .and_then(|value| value.parse().ok())
        .unwrap_or(SECONDS)
}
