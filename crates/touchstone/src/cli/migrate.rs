//! Decides what `touchstone migrate` does: brings the database to the schema of this binary, and says from where to where.

use clap::Args;
use serde_json::json;

use super::{Ending, Terminal};
use crate::config::Loaded;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let url = loaded.config.storage.url.url();
        let version = if self.dry_run {
            touchstone_storage::schema_version(url).await?
        } else {
            touchstone_storage::migrate(url).await?
        };
        let (found, known) = (version.found, version.known);
        let value = json!({ "found": found, "known": known, "dry_run": self.dry_run });
        terminal.either(&value, || {
            if found == known {
                format!("the schema has version {known}, as this binary needs\n")
            } else if self.dry_run {
                format!(
                    "the schema has version {found}; `touchstone migrate` brings it to {known}\n"
                )
            } else {
                format!("the schema went from version {found} to {known}\n")
            }
        })?;
        Ok(Ending::Done)
    }
}
