//! Decides the commands of credentials: `touchstone webauthn credential list|show|rename|suspend|resume|delete|export|import|reevaluate`.

mod export;
mod import;
mod text;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::user;
use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query, is_not_found};
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// List a user's credentials, newest first
    List {
        /// The user's identifier or name
        user: String,
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show a credential: what was attested, the checks of its registration, what became of its trust
    Show(Which),
    /// Call a credential something else
    Rename {
        #[command(flatten)]
        which: Which,
        /// What its user calls it
        name: String,
    },
    /// Refuse a credential until it is resumed
    Suspend(Which),
    /// Take a credential again, whoever suspended it
    Resume(Which),
    /// Delete a credential for good
    Delete(Which),
    /// Write every credential as a line of JSON, to be imported elsewhere
    Export {
        /// Only those of this user
        #[arg(long)]
        user: Option<String>,
    },
    /// Take over credentials, a line of JSON each, with their users
    Import {
        /// The file, or - for standard input
        file: PathBuf,
    },
    /// Judge the trust of stored credentials again
    Reevaluate {
        /// Show the walks that there were, newest first, and start none
        #[arg(long)]
        list: bool,
    },
}

/// Names a credential.
#[derive(Args, Debug)]
pub(super) struct Which {
    /// The user's identifier or name
    user: String,
    /// Its identifier (cred_...)
    credential: String,
}

const COLUMNS: [&str; 7] = [
    "extId",
    "rpId",
    "authenticator",
    "userFriendlyName",
    "stateName",
    "trust",
    "lastUsedAt",
];
const WALKS: &str = "webauthn/re-evaluations";
const WALK_COLUMNS: [&str; 7] = [
    "id",
    "cause",
    "models",
    "judged",
    "changed",
    "created_at",
    "finished_at",
];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::List { user, page } => {
            let path = format!("{}/fido2", user::path_of(api, &user).await?);
            terminal.list(&api.get(&path, page.query()).await?, &COLUMNS)
        }
        Verb::Show(which) => show(&which, api, terminal).await,
        Verb::Rename { which, name } => {
            let body = json!({ "userFriendlyName": name });
            terminal.object(&api.patch(&which.path(api).await?, body).await?)
        }
        Verb::Suspend(which) => which.set_state(api, "suspended", terminal).await,
        Verb::Resume(which) => which.set_state(api, "active", terminal).await,
        Verb::Delete(which) => {
            api.delete(&which.path(api).await?, Query::default())
                .await?;
            let id = which.credential;
            terminal.either(&json!({ "deleted": id }), || format!("deleted {id}\n"))
        }
        Verb::Export { user } => export::run(user.as_deref(), api, terminal).await,
        Verb::Import { file } => import::run(&file, api, terminal).await,
        Verb::Reevaluate { list: true } => {
            let walks = api.get(WALKS, Query::default()).await?;
            terminal.list(&walks, &WALK_COLUMNS)
        }
        Verb::Reevaluate { list: false } => terminal.object(&api.post(WALKS, json!({})).await?),
    }
}

impl Which {
    async fn path(&self, api: &Api) -> anyhow::Result<String> {
        let user = user::path_of(api, &self.user).await?;
        Ok(format!("{user}/fido2/{}", segment(&self.credential)))
    }

    async fn set_state(&self, api: &Api, state: &str, terminal: Terminal) -> anyhow::Result<()> {
        let body = json!({ "stateName": state });
        terminal.object(&api.patch(&self.path(api).await?, body).await?)
    }
}

/// With the verdict of its registration, while that is kept.
async fn show(which: &Which, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let mut credential = api.get(&which.path(api).await?, Query::default()).await?;
    let verdict_id = credential.get("verdictId").and_then(Value::as_str);
    let verdict = match verdict_id {
        None => None,
        Some(id) => match api.get(&format!("verdicts/{id}"), Query::default()).await {
            Err(error) if is_not_found(&error) => None,
            verdict => Some(verdict?),
        },
    };
    if terminal.is_json() {
        if let Some(members) = credential.as_object_mut() {
            members.insert("verdict".to_owned(), verdict.into());
        }
        return terminal.json(&credential);
    }
    terminal.text(&text::shown(&credential, verdict.as_ref()))
}
