//! Decides the commands of Apple's DeviceCheck keys: `touchstone mobile devicecheck-key set|clear`. They come from Apple's file and are never
//! shown again.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::json;

use super::app::AppKind;
use super::app_secret::AppSecret;
use crate::cli::Terminal;
use crate::cli::api::Api;
use crate::cli::input;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Set the team's key, with which stored receipts are exchanged at Apple
    Set {
        /// The Apple app: its identifier (app_...) or App ID
        app: String,
        /// The .p8 file as Apple gives it, or - for standard input
        file: PathBuf,
        /// The key's identifier; without it that of the file's name, AuthKey_IDENTIFIER.p8
        #[arg(long, value_name = "ID")]
        key_id: Option<String>,
    },
    /// Forget the key
    Clear {
        /// The Apple app: its identifier (app_...) or App ID
        app: String,
    },
}

/// What apps have.
const SECRET: AppSecret = AppSecret {
    kind: AppKind::Apple,
    object: "devicecheck-key",
    name: "a DeviceCheck key",
};

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let answer = match verb {
        Verb::Set { app, file, key_id } => {
            let key_id = key_id.or_else(|| of_name(&file));
            let key_id = key_id.context("the file's name tells no identifier: give --key-id ID")?;
            let p8 = input::secret(&file)?;
            let body = json!({ "key_id": key_id, "p8": p8.as_str() });
            SECRET.put(api, &app, body).await?
        }
        Verb::Clear { app } => SECRET.clear(api, &app).await?,
    };
    terminal.object(&answer)
}

/// Apple names the file after the key.
fn of_name(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let key_id = name.strip_prefix("AuthKey_")?.strip_suffix(".p8")?;
    Some(key_id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_s_name_tells_the_key_s() {
        let told = |name: &str| of_name(Path::new(name));
        assert_eq!(
            told("keys/AuthKey_ABC123DEFG.p8").as_deref(),
            Some("ABC123DEFG")
        );
        for other in ["-", "key.p8", "AuthKey_ABC123DEFG.pem", ""] {
            assert_eq!(told(other), None, "{other}");
        }
    }
}
