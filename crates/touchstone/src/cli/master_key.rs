//! Decides the command of the master key: `touchstone master-key rotate` seals everything anew under the configured one, while the server
//! runs or, with `--local`, while it does not.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::ApiArguments;
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
    /// Seal everything anew under the configured master key; the former one must be among secrets.previous_master_keys
    Rotate,
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let Verb::Rotate = self.verb;
        let api = self.api.open(loaded).await?;
        let answer = api.post("master-key/rotate", json!({})).await?;
        terminal.either(&answer, || {
            let sealed = answer.get("sealed").and_then(Value::as_u64).unwrap_or(0);
            format!(
                "{sealed} secrets were sealed anew; the check value too: previous master keys can be taken out now\n"
            )
        })?;
        Ok(Ending::Done)
    }
}
