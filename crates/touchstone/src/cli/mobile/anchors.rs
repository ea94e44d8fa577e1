//! Decides the commands of trust anchors: `touchstone mobile anchors show|install`. Roots are data.

use clap::{Args, Subcommand};
use touchstone_core::mobile::MobileAnchors;

use crate::app::AnchorSet;
use crate::cli::Terminal;
use crate::cli::api::{Api, Query};
use crate::cli::roots::{Place, Roots};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show the anchors that the server trusts now
    Show,
    /// Check a file of roots, say what it changes, and put it in place of the configured one
    Install(Install),
}

#[derive(Args, Debug)]
pub(super) struct Install {
    #[command(flatten)]
    roots: Roots,
    /// What they judge
    #[arg(long = "for", value_enum, value_name = "SET")]
    set: AnchorSet,
}

pub(super) async fn show(api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let anchors = api.get("mobile/anchors", Query::default()).await?;
    terminal.list(&anchors, &["judges", "spki_sha256"])
}

impl Install {
    /// Needs no server: the file is this machine's.
    pub(super) fn run(&self, config: &Config, terminal: Terminal) -> anyhow::Result<()> {
        let set = self.set;
        let published = MobileAnchors::published().ok();
        let place = Place {
            name: set.name(),
            setting: set.setting(),
            file: set.file(config),
            built_in: published.and_then(|anchors| set.of(&anchors).cloned()),
        };
        self.roots.install(&place, terminal)
    }
}
