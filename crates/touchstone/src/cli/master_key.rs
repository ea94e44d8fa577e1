//! Decides the command of the master key: `touchstone master-key rotate` seals everything anew under the configured one.

use clap::{Args, Subcommand};
use serde_json::json;
use touchstone_core::sealed::rotate_master_key;

use super::{Ending, Terminal};
use crate::app;
use crate::config::Loaded;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
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
        let core = app::open(&loaded.config, &app::Surroundings::of_machine()).await?;
        let sealed = rotate_master_key(&core.world, &core.sealer).await?;
        terminal.either(&json!({ "sealed": sealed }), || {
            format!(
                "{sealed} secrets were sealed anew; the check value too: previous master keys can be taken out now\n"
            )
        })?;
        Ok(Ending::Done)
    }
}
