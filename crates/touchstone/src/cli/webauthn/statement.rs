//! Decides the commands of a tenant's own metadata statements: `touchstone webauthn statement add|list|show|remove`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::{Value, json};

use super::json_file;
use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Say something of a model, in place of what was said; its credentials are judged again
    Add {
        /// File with an entry or metadata statement of MDS3, or - for standard input
        file: PathBuf,
        /// The model; without it the one that the file names
        #[arg(long)]
        aaguid: Option<String>,
    },
    /// List the tenant's statements, newest first
    List {
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show a statement
    Show {
        /// The model
        aaguid: String,
    },
    /// Take a statement back; credentials of the model are judged again
    Remove {
        /// The model
        aaguid: String,
    },
}

const PATH: &str = "webauthn/statements";
const COLUMNS: [&str; 3] = ["aaguid", "description", "updated_at"];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let at = |aaguid: &str| format!("{PATH}/{}", segment(aaguid));
    match verb {
        Verb::Add { file, aaguid } => {
            let statement = json_file::read(&file)?;
            let aaguid = match aaguid {
                Some(aaguid) => aaguid,
                None => named(&statement)?.to_owned(),
            };
            let added = api.put(&at(&aaguid), statement).await?;
            terminal.either(&added, || format!("added {aaguid}\n"))
        }
        Verb::List { page } => terminal.list(&api.get(PATH, page.query()).await?, &COLUMNS),
        Verb::Show { aaguid } => terminal.json(&api.get(&at(&aaguid), Query::default()).await?),
        Verb::Remove { aaguid } => {
            api.delete(&at(&aaguid), Query::default()).await?;
            terminal.either(&json!({ "removed": aaguid }), || {
                format!("removed {aaguid}\n")
            })
        }
    }
}

/// The model that an entry or a statement is about.
fn named(statement: &Value) -> anyhow::Result<&str> {
    let inside = || statement.pointer("/metadataStatement/aaguid");
    let aaguid = statement.get("aaguid").or_else(inside);
    let aaguid = aaguid.and_then(Value::as_str);
    aaguid.context("the file names no aaguid: give --aaguid")
}
