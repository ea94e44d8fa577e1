//! Decides the commands of a tenant's settings: `touchstone mobile settings get|set`.

use clap::Subcommand;

use crate::cli::Terminal;
use crate::cli::api::Api;
use crate::cli::input::members;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show the settings
    Get,
    /// Change settings, such as session_ttl_s=600 explain=reason; null puts a default back
    Set {
        /// What to change
        #[arg(value_name = "NAME=VALUE", required = true)]
        pairs: Vec<String>,
    },
}

const PATH: &str = "mobile/settings";

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let settings = match verb {
        Verb::Get => api.get(PATH, Default::default()).await?,
        Verb::Set { pairs } => api.patch(PATH, members(&pairs)?).await?,
    };
    terminal.object(&settings)
}
