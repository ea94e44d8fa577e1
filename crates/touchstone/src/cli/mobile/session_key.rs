//! Decides the commands of session master keys: `touchstone mobile session-key list|rotate`.

use clap::Subcommand;
use serde_json::json;

use crate::cli::Terminal;
use crate::cli::api::{Api, Query};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// List the keys; their values are never shown
    List,
    /// Make a new one; sessions that were issued stay valid
    Rotate,
}

const PATH: &str = "mobile/session-keys";
const COLUMNS: [&str; 4] = ["id", "state", "created_at", "issues_from"];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::List => terminal.list(&api.get(PATH, Query::default()).await?, &COLUMNS),
        Verb::Rotate => terminal.object(&api.post(&format!("{PATH}/rotate"), json!({})).await?),
    }
}
