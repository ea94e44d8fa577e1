//! What the family `mobile` costs: evidence alone, the server on SQLite and on PostgreSQL, with a slow Google, and doing nothing.

mod devices;
mod evidence;
mod furnish;
mod idle;
mod load;
mod requests;
mod slow_google;

use crate::Asked;
use crate::server::ENGINES;

pub const PARTS: &[&str] = &["evidence", "idle", "load", "slow-google"];

pub async fn run(asked: &Asked) -> anyhow::Result<()> {
    if asked.part("evidence") {
        evidence::run()?;
    }
    if asked.part("idle") {
        idle::run().await?;
    }
    for engine in ENGINES.into_iter().filter(|_| asked.part("load")) {
        load::run(engine, asked.length).await?;
    }
    for engine in ENGINES.into_iter().filter(|_| asked.part("slow-google")) {
        slow_google::run(engine, asked.length).await?;
    }
    Ok(())
}
