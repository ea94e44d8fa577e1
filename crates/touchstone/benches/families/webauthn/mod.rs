//! What the family `webauthn` costs: evidence alone, ceremonies over HTTP on SQLite and on PostgreSQL, copies of one result, metadata of
//! production size, and judging stored credentials again. Look-ups among many rows are measured beside the stores.

mod authenticators;
mod clients;
mod conflicts;
mod evidence;
mod furnish;
mod load;
mod metadata;
mod reevaluation;
mod requests;

pub use metadata::print_memory_of;

use crate::Asked;
use crate::server::{ENGINES, Engine};

pub const PARTS: &[&str] = &["evidence", "load", "conflicts", "blob", "reevaluation"];

pub async fn run(asked: &Asked) -> anyhow::Result<()> {
    if asked.part("evidence") {
        evidence::run()?;
    }
    for engine in ENGINES.into_iter().filter(|_| asked.part("load")) {
        load::run(engine, asked.length).await?;
    }
    for engine in ENGINES.into_iter().filter(|_| asked.part("conflicts")) {
        conflicts::run(engine).await?;
    }
    if asked.part("blob") {
        metadata::run().await?;
    }
    for engine in ENGINES.into_iter().filter(|_| asked.part("reevaluation")) {
        // PostgreSQL imports one after another, a commit each.
        let rows = match engine {
            Engine::Sqlite => asked.rows,
            Engine::Postgres => asked.rows / 10,
        };
        reevaluation::run(engine, rows).await?;
    }
    Ok(())
}
