//! Decides the commands of the list of revoked Android attestation keys: `touchstone mobile status-list show|refresh|load`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::{Value, json};
use touchstone_evidence::android_key::StatusList;

use crate::cli::Terminal;
use crate::cli::api::{Api, Query, is_not_found};
use crate::evidence_file;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show how old the list in force is and where it came from
    Show,
    /// Fetch the list now
    Refresh,
    /// Put the list of a file in force on every node, for networks without a way out
    Load {
        /// The list as Google publishes it, or - for standard input
        file: PathBuf,
    },
}

const PATH: &str = "mobile/status-list";

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let answer = match verb {
        Verb::Show => match api.get(PATH, Query::default()).await {
            Err(error) if is_not_found(&error) => Err(error).context(
                "no status list was ever loaded, so no Android key is judged: touchstone mobile status-list refresh, or load FILE",
            ),
            answer => answer,
        }?,
        Verb::Refresh => api.post(&format!("{PATH}/refresh"), json!({})).await?,
        Verb::Load { file } => {
            let body = evidence_file::read_large(&file)?;
            let name = file.display();
            // Looked at here, as members that are given twice do not survive the way.
            StatusList::parse(&body).with_context(|| format!("{name} holds no status list"))?;
            let list: Value = serde_json::from_slice(&body)
                .with_context(|| format!("{name} holds no status list"))?;
            api.put(PATH, list).await?
        }
    };
    terminal.object(&answer)
}
