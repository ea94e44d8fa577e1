//! Decides the commands of Google service accounts: `touchstone mobile service-account set|clear`. They come from Google's file and are never
//! shown again.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::Value;

use super::app::AppKind;
use super::app_secret::AppSecret;
use crate::cli::Terminal;
use crate::cli::api::Api;
use crate::cli::input;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Set the account under which Google is asked to decode tokens
    Set {
        /// The Android app: its identifier (app_...) or package name
        app: String,
        /// The account's JSON file as Google gives it, or - for standard input
        file: PathBuf,
    },
    /// Forget the account
    Clear {
        /// The Android app: its identifier (app_...) or package name
        app: String,
    },
}

/// What apps have.
const SECRET: AppSecret = AppSecret {
    kind: AppKind::Android,
    object: "service-account",
    name: "a service account",
};

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let answer = match verb {
        Verb::Set { app, file } => {
            let text = input::secret(&file)?;
            // The parser's own message could show a piece of the key.
            let account: Option<Value> = serde_json::from_str(&text).ok();
            let account = account.filter(Value::is_object);
            let account = account.with_context(|| {
                let name = file.display();
                format!("{name} is no JSON object: give the key file of the service account")
            })?;
            SECRET.put(api, &app, account).await?
        }
        Verb::Clear { app } => SECRET.clear(api, &app).await?,
    };
    terminal.object(&answer)
}
