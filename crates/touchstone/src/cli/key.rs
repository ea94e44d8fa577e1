//! Decides the commands of API keys: `touchstone key create|list|show|rotate|revoke|import`. A new key is shown once, or written to a
//! file that only its owner can read.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::api::{Api, ApiArguments, PageArguments};
use super::input::{self, object};
use super::segment::segment;
use super::{Ending, Terminal, remark};
use crate::config::Loaded;
use crate::private_file;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    api: ApiArguments,
    #[command(subcommand)]
    verb: Verb,
}

/// Whom a key opens the door to.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Mobile,
    Purchases,
    Knox,
    Webauthn,
    Admin,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Purchases => "purchases",
            Self::Knox => "knox",
            Self::Webauthn => "webauthn",
            Self::Admin => "admin",
        }
    }
}

#[derive(Args, Debug)]
struct NewKey {
    /// Its kind
    #[arg(long, value_enum)]
    kind: Kind,
    /// What its owner calls it
    #[arg(long)]
    label: String,
    /// An app it may use (app_...); repeat for several; without it all apps of the tenant
    #[arg(long = "app", value_name = "APP")]
    apps: Vec<String>,
    /// What it may do, such as mobile:read; repeat for several; for kind admin
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// From this time on it is refused (RFC 3339)
    #[arg(long, value_name = "TIME")]
    expires_at: Option<String>,
}

impl NewKey {
    fn body(&self) -> Value {
        let list = |items: &[String]| (!items.is_empty()).then(|| json!(items));
        object([
            ("kind", Some(self.kind.as_str().into())),
            ("label", Some(self.label.clone().into())),
            ("app_ids", list(&self.apps)),
            ("scopes", list(&self.scopes)),
            ("expires_at", self.expires_at.clone().map(Value::from)),
        ])
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Issue a key; it is shown this once
    Create {
        #[command(flatten)]
        new: NewKey,
        /// Write the key to this new file (mode 0600) and do not show it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// List keys, newest first, never the keys themselves
    List {
        /// Only of this kind
        #[arg(long, value_enum)]
        kind: Option<Kind>,
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show what is known of a key
    Show {
        /// Its identifier (key_...)
        id: String,
    },
    /// Replace a key; the old one goes on for a grace
    Rotate {
        /// Its identifier (key_...)
        id: String,
        /// How long the old key goes on, in seconds, 0 to 604800
        #[arg(long, value_name = "SECONDS")]
        grace_seconds: Option<u32>,
        /// From this time on the new key is refused (RFC 3339); without it never
        #[arg(long, value_name = "TIME")]
        expires_at: Option<String>,
        /// Write the new key to this new file (mode 0600) and do not show it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Revoke a key for good
    Revoke {
        /// Its identifier (key_...)
        id: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
    /// Take over a key that was issued elsewhere
    Import {
        #[command(flatten)]
        new: NewKey,
        /// File with the key, or - for standard input
        #[arg(long, value_name = "FILE")]
        key_file: PathBuf,
    },
}

const COLUMNS: [&str; 7] = [
    "id",
    "kind",
    "tenant_id",
    "prefix",
    "label",
    "expires_at",
    "revoked_at",
];

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let api = self.api.open(loaded).await?;
        run_verb(self.verb, &api, terminal).await?;
        api.close().await;
        Ok(Ending::Done)
    }
}

async fn run_verb(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::Create { new, out } => {
            reserve(out.as_deref())?;
            show_once(
                api.post("keys", new.body()).await?,
                out.as_deref(),
                terminal,
            )
        }
        Verb::List { kind, page } => {
            let query = page.query().with("kind", kind.map(Kind::as_str));
            terminal.list(&api.get("keys", query).await?, &COLUMNS)
        }
        Verb::Show { id } => terminal.object(
            &api.get(&format!("keys/{}", segment(&id)), Default::default())
                .await?,
        ),
        Verb::Rotate {
            id,
            grace_seconds,
            expires_at,
            out,
        } => {
            reserve(out.as_deref())?;
            let body = object([
                ("grace_seconds", grace_seconds.map(Value::from)),
                ("expires_at", expires_at.map(Value::from)),
            ]);
            let answer = api
                .post(&format!("keys/{}/rotate", segment(&id)), body)
                .await?;
            show_once(answer, out.as_deref(), terminal)
        }
        Verb::Revoke { id, reason } => {
            let body = object([("reason", reason.map(Value::from))]);
            let answer = api
                .post(&format!("keys/{}/revoke", segment(&id)), body)
                .await?;
            terminal.object(&answer)
        }
        Verb::Import { new, key_file } => {
            let secret = input::secret(&key_file)?;
            let mut body = new.body();
            if let Some(members) = body.as_object_mut() {
                members.insert("key".to_owned(), secret.as_str().into());
            }
            terminal.object(&api.post("keys/import", body).await?)
        }
    }
}

/// Before a key is made that could then not be kept.
pub(super) fn reserve(out: Option<&Path>) -> anyhow::Result<()> {
    if let Some(file) = out {
        anyhow::ensure!(
            !file.exists(),
            "{} exists; it is not overwritten",
            file.display()
        );
    }
    Ok(())
}

/// The record, with the key in the clear this once, unless it goes to a file.
pub(super) fn show_once(
    mut answer: Value,
    out: Option<&Path>,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let Some(file) = out else {
        if !terminal.is_json() {
            remark("The key is shown this once; keep it in a safe place.");
        }
        return terminal.object(&answer);
    };
    let key = answer
        .as_object_mut()
        .and_then(|members| members.remove("key"));
    let key = key.as_ref().and_then(Value::as_str);
    let key = key.ok_or_else(|| anyhow::anyhow!("the answer holds no key"))?;
    private_file::create(file, key)?;
    terminal.object(&answer)
}
