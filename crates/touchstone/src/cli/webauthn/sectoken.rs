//! Decides the commands of SecTokens: `touchstone webauthn sectoken create|list|show|rotate|revoke`. A token is shown once, or written to a file
//! that only its owner can read.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::Value;

use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::input::object;
use crate::cli::key::{reserve, show_once};
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Issue a SecToken; it is shown this once
    Create {
        /// What its owner calls it
        #[arg(long)]
        label: String,
        /// The relying party that it is bound to (rp_... or RP ID); without it all of the tenant
        #[arg(long)]
        rp: Option<String>,
        /// From this time on it is refused (RFC 3339)
        #[arg(long, value_name = "TIME")]
        expires_at: Option<String>,
        /// Write the token to this new file (mode 0600) and do not show it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// List SecTokens, newest first, never the tokens themselves
    List {
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show what is known of a SecToken
    Show {
        /// Its identifier (key_...)
        id: String,
    },
    /// Replace a SecToken; the old one goes on for a grace
    Rotate {
        /// Its identifier (key_...)
        id: String,
        /// How long the old token goes on, in seconds, 0 to 604800
        #[arg(long, value_name = "SECONDS")]
        grace_seconds: Option<u32>,
        /// Write the new token to this new file (mode 0600) and do not show it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Revoke a SecToken for good
    Revoke {
        /// Its identifier (key_...)
        id: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
}

const PATH: &str = "webauthn/api-keys";
const COLUMNS: [&str; 6] = ["id", "prefix", "label", "rp", "expires_at", "revoked_at"];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let at = |id: &str| format!("{PATH}/{}", segment(id));
    match verb {
        Verb::Create {
            label,
            rp,
            expires_at,
            out,
        } => {
            reserve(out.as_deref())?;
            let body = object([
                ("label", Some(label.into())),
                ("rp", rp.map(Value::from)),
                ("expires_at", expires_at.map(Value::from)),
            ]);
            show_once(api.post(PATH, body).await?, out.as_deref(), terminal)
        }
        Verb::List { page } => terminal.list(&api.get(PATH, page.query()).await?, &COLUMNS),
        Verb::Show { id } => terminal.object(&api.get(&at(&id), Query::default()).await?),
        Verb::Rotate {
            id,
            grace_seconds,
            out,
        } => {
            reserve(out.as_deref())?;
            let body = object([("grace_seconds", grace_seconds.map(Value::from))]);
            let answer = api.post(&format!("{}/rotate", at(&id)), body).await?;
            show_once(answer, out.as_deref(), terminal)
        }
        Verb::Revoke { id, reason } => {
            let body = object([("reason", reason.map(Value::from))]);
            terminal.object(&api.post(&format!("{}/revoke", at(&id)), body).await?)
        }
    }
}
