//! Decides the commands of the list of revoked Android attestation keys: `touchstone mobile status-list show|refresh|load`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::{Value, json};
use touchstone_evidence::android_key::StatusList;

use crate::cli::api::{Api, Query, is_not_found, is_unavailable};
use crate::cli::{Terminal, remark};
use crate::config::Config;
use crate::evidence_file;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show how old the list in force is and where it came from
    Show,
    /// Fetch the list now
    Refresh,
    /// Put the list of a file in force on every node, for networks without a way out; it is as old as the file's last change
    Load {
        /// The list as Google publishes it, or - for standard input
        file: PathBuf,
    },
}

const PATH: &str = "mobile/status-list";

pub(super) async fn run(
    verb: Verb,
    api: &Api,
    config: &Config,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let answer = match verb {
        Verb::Show => match api.get(PATH, Query::default()).await {
            Err(error) if is_not_found(&error) => Err(error).context(
                "no status list was ever loaded, so no Android key is judged: touchstone mobile status-list refresh, or load FILE",
            ),
            answer => answer,
        }?,
        Verb::Refresh => {
            let refreshed = api.post(&format!("{PATH}/refresh"), json!({})).await;
            refreshed.map_err(|error| no_answer(error, config))?
        }
        Verb::Load { file } => {
            let body = evidence_file::read_large(&file)?;
            let name = file.display();
            // Looked at here, as members that are given twice do not survive the way.
            StatusList::parse(&body).with_context(|| format!("{name} holds no status list"))?;
            let list: Value = serde_json::from_slice(&body)
                .with_context(|| format!("{name} holds no status list"))?;
            // As old as the file: what was brought yesterday is not from today.
            let query = Query::default().with("fetched_at", evidence_file::changed_at(&file));
            let loaded = api.put_with(PATH, query, list).await?;
            if loaded.get("stale") == Some(&Value::Bool(true)) {
                remark(format!(
                    "warning: {name} was last changed so long ago that the list is too old to judge by: no Android key is judged until a newer one comes"
                ));
            }
            loaded
        }
    };
    terminal.object(&answer)
}

/// What else can be done when the source does not answer the server. The address is that of the configuration here.
fn no_answer(error: anyhow::Error, config: &Config) -> anyhow::Error {
    if !is_unavailable(&error) {
        return error;
    }
    let address = config.mobile.android.status_url.as_str();
    error.context(format!(
        "the server got no list from its mobile.android.status_url (here {address}): let it reach that address, or bring a list: touchstone mobile status-list load FILE"
    ))
}
