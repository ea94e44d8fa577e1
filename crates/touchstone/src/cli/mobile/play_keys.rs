//! Decides the commands of Play Integrity keys: `touchstone mobile play-keys set|clear`. They come from files and are never shown again.

use clap::Subcommand;
use serde_json::json;

use super::app::AppKind;
use crate::cli::Terminal;
use crate::cli::api::{Api, Query};
use crate::key_file::KeyFiles;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Set the keys that open classic tokens on this server
    Set {
        /// The Android app (app_...)
        app: String,
        #[command(flatten)]
        files: KeyFiles,
    },
    /// Forget the keys
    Clear {
        /// The Android app (app_...)
        app: String,
    },
}

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let at = |app: &str| format!("{}/play-keys", AppKind::Android.at(app));
    let answer = match verb {
        Verb::Set { app, files } => {
            let [decryption, verification] = files.read()?;
            let body = json!({
                "decryption_key": decryption.as_str(),
                "verification_key": verification.as_str(),
            });
            api.put(&at(&app), body).await?
        }
        Verb::Clear { app } => api.delete(&at(&app), Query::default()).await?,
    };
    terminal.object(&answer)
}
