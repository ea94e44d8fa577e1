//! Decides the commands of Play Integrity keys: `touchstone mobile play-keys set|clear`. They come from files and are never shown again.

use clap::Subcommand;
use serde_json::json;

use super::app::AppKind;
use super::app_secret::AppSecret;
use crate::cli::Terminal;
use crate::cli::api::Api;
use crate::key_file::KeyFiles;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Set the keys that open classic tokens on this server
    Set {
        /// The Android app: its identifier (app_...) or package name
        app: String,
        #[command(flatten)]
        files: KeyFiles,
    },
    /// Forget the keys
    Clear {
        /// The Android app: its identifier (app_...) or package name
        app: String,
    },
}

/// What apps have.
const SECRET: AppSecret = AppSecret {
    kind: AppKind::Android,
    object: "play-keys",
    name: "Play keys",
};

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let answer = match verb {
        Verb::Set { app, files } => {
            let [decryption, verification] = files.read()?;
            let body = json!({
                "decryption_key": decryption.as_str(),
                "verification_key": verification.as_str(),
            });
            SECRET.put(api, &app, body).await?
        }
        Verb::Clear { app } => SECRET.clear(api, &app).await?,
    };
    terminal.object(&answer)
}
