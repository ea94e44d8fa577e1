//! What each family costs, every figure beside its raw cost from the same run. `cargo xtask bench FAMILY` runs it; `--seconds N` sets the
//! length of each load, `--part NAME` runs one part alone, `--rows N` sets how many rows the stores hold that are large.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod bare;
mod cores;
mod drive;
mod http;
mod measure;
mod memory;
mod mobile;
mod operator;
mod server;
mod webauthn;

use std::path::Path;
use std::time::Duration;

/// How long each load lasts unless told otherwise.
const SECONDS: u64 = 2;
const ROWS: u32 = 100_000;

/// What was asked for on the command line.
pub struct Asked {
    /// How long each load lasts.
    pub length: Duration,
    /// How many rows large stores hold.
    pub rows: u32,
    only: Option<String>,
}

impl Asked {
    fn of_command_line(parts: &[&str]) -> anyhow::Result<Self> {
        let seconds = argument("--seconds").map_or(Ok(SECONDS), |text| text.parse())?;
        let rows = argument("--rows").map_or(Ok(ROWS), |text| text.parse())?;
        let only = argument("--part");
        if let Some(part) = &only {
            anyhow::ensure!(parts.contains(&part.as_str()), "no part {part}: {parts:?}");
        }
        Ok(Self {
            length: Duration::from_secs(seconds.max(1)),
            rows,
            only,
        })
    }

    /// Whether this part is to run.
    pub fn part(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

fn main() -> anyhow::Result<()> {
    if let Some(file) = argument(memory::WORK) {
        return webauthn::print_memory_of(Path::new(&file));
    }
    let family = argument("--family");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match family.as_deref() {
            Some("mobile") | None => mobile::run(&Asked::of_command_line(mobile::PARTS)?).await,
            Some("webauthn") => webauthn::run(&Asked::of_command_line(webauthn::PARTS)?).await,
            Some(other) => anyhow::bail!("no family {other}: mobile, webauthn"),
        }
    })
}

/// What stands behind this word; everything else that the test runner passes is ignored.
fn argument(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)
}
