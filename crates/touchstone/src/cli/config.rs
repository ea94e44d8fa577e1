//! Decides the commands of the configuration: `touchstone config check|default`.

use anyhow::ensure;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Ending, Terminal};
use crate::config::{DEFAULT, Loaded};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print what is in force, with secrets masked and the layer of each value; fails when it is refused
    Check,
    /// Print every setting with its default, as a file to begin with
    Default,
}

impl Arguments {
    pub(crate) fn run(
        self,
        loaded: impl FnOnce() -> anyhow::Result<Loaded>,
        terminal: Terminal,
    ) -> anyhow::Result<Ending> {
        match self.verb {
            Verb::Check => check(&loaded()?, terminal)?,
            Verb::Default => terminal.text(DEFAULT)?,
        }
        Ok(Ending::Done)
    }
}

fn check(loaded: &Loaded, terminal: Terminal) -> anyhow::Result<()> {
    let settings = json!({ "items": loaded.effective(), "next_cursor": null });
    terminal.list(&settings, &["name", "value", "layer"])?;
    let refusals = loaded.config.refusals();
    ensure!(
        refusals.is_empty(),
        "the server would not start: {}",
        refusals.join("; ")
    );
    Ok(())
}
