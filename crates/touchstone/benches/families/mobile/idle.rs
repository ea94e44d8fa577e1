//! What the server costs while it does nothing. Goals: ready in less than 100 ms, less than 25 MiB
//! resident.

use crate::server::{Engine, Server};

use super::devices::{NOBODY, settings};

const STARTS: usize = 5;

pub async fn run() -> anyhow::Result<()> {
    println!("start and rest (SQLite, {STARTS} starts on empty folders)");
    let (mut ready_ms, mut mib) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let server = Server::start(Engine::Sqlite, &settings(NOBODY)).await?;
        ready_ms.push(server.ready_after.as_secs_f64() * 1e3);
        mib.push(server.resident_mib()?);
    }
    let (ready_ms, mib) = (middle(ready_ms), middle(mib));
    println!(
        "  start to ready {ready_ms:>6.1} ms (goal < 100)   resident {mib:>6.1} MiB (goal < 25)"
    );
    Ok(())
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
