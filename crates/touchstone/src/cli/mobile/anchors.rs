//! Decides the command of trust anchors: `touchstone mobile anchors show`.

use clap::Subcommand;

use crate::cli::Terminal;
use crate::cli::api::{Api, Query};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show the anchors that the server trusts now
    Show,
}

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let Verb::Show = verb;
    let anchors = api.get("mobile/anchors", Query::default()).await?;
    terminal.list(&anchors, &["judges", "spki_sha256"])
}
