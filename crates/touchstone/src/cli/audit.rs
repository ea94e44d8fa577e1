//! Decides the command of the audit log: `touchstone audit list`.

use clap::{Args, Subcommand};

use super::api::{ApiArguments, PageArguments};
use super::{Ending, Terminal};
use crate::config::Loaded;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    api: ApiArguments,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List changes, newest first: who, what, before, after
    List {
        /// Only this action, such as mobile.apple_app.create
        #[arg(long)]
        action: Option<String>,
        /// Only this object's identifier
        #[arg(long)]
        object: Option<String>,
        /// Only from this time on (RFC 3339)
        #[arg(long, value_name = "TIME")]
        from: Option<String>,
        /// Only before this time (RFC 3339)
        #[arg(long, value_name = "TIME")]
        to: Option<String>,
        #[command(flatten)]
        page: PageArguments,
    },
}

const COLUMNS: [&str; 5] = ["id", "created_at", "actor", "action", "object"];

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let api = self.api.open(loaded).await?;
        let Verb::List {
            action,
            object,
            from,
            to,
            page,
        } = self.verb;
        let query = page
            .query()
            .with("action", action)
            .with("object", object)
            .with("from", from)
            .with("to", to);
        terminal.list(&api.get("audit", query).await?, &COLUMNS)?;
        api.close().await;
        Ok(Ending::Done)
    }
}
