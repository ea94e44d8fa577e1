//! Decides the commands of metadata services: `touchstone webauthn mds status|refresh|list|show|diff`.

use anyhow::ensure;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::table;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Show how the metadata services stand
    Status,
    /// Ask every metadata service now
    Refresh,
    /// List what metadata says of models
    List {
        /// Only models with a report of this word, such as REVOKED
        #[arg(long)]
        status: Option<String>,
        /// Only models whose newest certification is this one, such as FIDO_CERTIFIED_L2
        #[arg(long)]
        certification: Option<String>,
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show what metadata says of a model
    Show {
        /// The model
        aaguid: String,
    },
    /// Show what the last BLOB changed
    Diff,
}

const PATH: &str = "webauthn/mds";
const COLUMNS: [&str; 7] = [
    "url",
    "state",
    "number",
    "next_update",
    "entries",
    "fetched_at",
    "reason",
];
const ENTRY_COLUMNS: [&str; 5] = [
    "aaguid",
    "description",
    "certification",
    "source",
    "in_force",
];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let entries = format!("{PATH}/entries");
    match verb {
        Verb::Status => terminal.list(&api.get(PATH, Query::default()).await?, &COLUMNS),
        Verb::Refresh => {
            let asked = api.post(&format!("{PATH}/refresh"), json!({})).await?;
            terminal.list(&asked, &COLUMNS)?;
            let services = asked.get("items").and_then(Value::as_array);
            let failed = services.into_iter().flatten();
            let failed = failed.filter(|service| service.get("reason") != Some(&Value::Null));
            let failed = failed.count();
            ensure!(failed == 0, "{failed} metadata services gave no BLOB");
            Ok(())
        }
        Verb::List {
            status,
            certification,
            page,
        } => {
            let query = page
                .query()
                .with("status", status)
                .with("certification", certification);
            terminal.list(&api.get(&entries, query).await?, &ENTRY_COLUMNS)
        }
        Verb::Show { aaguid } => {
            let query = Query::default().with("aaguid", Some(&aaguid));
            let found = api.get(&entries, query).await?;
            let items = found.get("items").and_then(Value::as_array);
            let items = items.map(Vec::as_slice).unwrap_or_default();
            ensure!(
                !items.is_empty(),
                "no metadata service and no local folder says anything of {aaguid}"
            );
            terminal.either(&found, || {
                let texts: Vec<String> = items.iter().map(table::members).collect();
                texts.join("\n")
            })
        }
        Verb::Diff => terminal.object(&api.get(&format!("{PATH}/diff"), Query::default()).await?),
    }
}
