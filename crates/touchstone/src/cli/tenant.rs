//! Decides the commands of tenants: `touchstone tenant create|list|show|update`.

use clap::{Args, Subcommand};
use serde_json::Value;

use super::api::{ApiArguments, PageArguments};
use super::input::object;
use super::segment::segment;
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
    /// Make a tenant
    Create {
        /// Its name: 1 to 63 of a-z, 0-9 and hyphen, beginning with a letter
        name: String,
    },
    /// List tenants, newest first
    List {
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show a tenant
    Show {
        /// Name or identifier
        #[arg(value_name = "TENANT")]
        name: String,
    },
    /// Rename, disable or enable a tenant; a disabled tenant's API keys are refused
    Update {
        /// Name or identifier
        #[arg(value_name = "TENANT")]
        name: String,
        /// The new name
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
        /// Whether its API keys are accepted
        #[arg(long, value_name = "true|false")]
        enabled: Option<bool>,
    },
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let api = self.api.open(loaded).await?;
        match self.verb {
            Verb::Create { name } => {
                let body = object([("name", Some(Value::from(name)))]);
                terminal.object(&api.post("tenants", body).await?)?;
            }
            Verb::List { page } => {
                let columns = ["id", "name", "enabled", "created_at"];
                terminal.list(&api.get("tenants", page.query()).await?, &columns)?;
            }
            Verb::Show { name } => {
                let path = format!("tenants/{}", segment(&name));
                terminal.object(&api.get(&path, Default::default()).await?)?;
            }
            Verb::Update {
                name,
                rename,
                enabled,
            } => {
                let body = object([
                    ("name", rename.map(Value::from)),
                    ("enabled", enabled.map(Value::from)),
                ]);
                let path = format!("tenants/{}", segment(&name));
                terminal.object(&api.patch(&path, body).await?)?;
            }
        }
        api.close().await;
        Ok(Ending::Done)
    }
}
