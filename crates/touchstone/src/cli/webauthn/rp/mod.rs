//! Decides the commands of relying parties: `touchstone webauthn rp add|list|show|set|remove`.

mod fields;
mod policy;
mod text;

use clap::Subcommand;
use serde_json::{Value, json};

use self::fields::RpFields;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::segment::segment;
use crate::cli::{Terminal, remark};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Register a relying party
    Add {
        /// The RP ID: the domain that its credentials are bound to
        #[arg(long, value_name = "DOMAIN")]
        rp_id: String,
        /// What people read
        #[arg(long)]
        name: String,
        #[command(flatten)]
        fields: RpFields,
    },
    /// List relying parties, newest first
    List {
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show a relying party with the policy in force
    Show {
        /// Its identifier (rp_...) or RP ID
        rp: String,
    },
    /// Change a relying party; what is not given stays
    Set {
        /// Its identifier (rp_...) or RP ID
        rp: String,
        /// What people read
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        fields: RpFields,
    },
    /// Remove a relying party
    Remove {
        /// Its identifier (rp_...) or RP ID
        rp: String,
        /// Remove its credentials too
        #[arg(long)]
        cascade: bool,
    },
}

const PATH: &str = "webauthn/relying-parties";
const COLUMNS: [&str; 6] = ["id", "rp_id", "rp_name", "profile", "origins", "hosts"];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let at = |rp: &str| format!("{PATH}/{}", segment(rp));
    match verb {
        Verb::Add {
            rp_id,
            name,
            fields,
        } => {
            let mut body = fields.members(Some(name))?;
            body.insert("rp_id".to_owned(), rp_id.into());
            written(&api.post(PATH, body.into()).await?, terminal)
        }
        Verb::List { page } => terminal.list(&api.get(PATH, page.query()).await?, &COLUMNS),
        Verb::Show { rp } => {
            let rp = api.get(&at(&rp), Query::default()).await?;
            terminal.either(&rp, || text::shown(&rp))
        }
        Verb::Set { rp, name, fields } => {
            let body = fields.members(name)?;
            anyhow::ensure!(
                !body.is_empty(),
                "nothing to set: give --set PATH=VALUE, --origin, --host, --profile or --name"
            );
            written(&api.patch(&at(&rp), body.into()).await?, terminal)
        }
        Verb::Remove { rp, cascade } => {
            let query = Query::default().with("cascade", cascade.then_some(true));
            api.delete(&at(&rp), query).await?;
            terminal.either(&json!({ "removed": rp }), || format!("removed {rp}\n"))
        }
    }
}

/// The relying party as it is now, in short; what is seldom meant is remarked beside it.
fn written(rp: &Value, terminal: Terminal) -> anyhow::Result<()> {
    terminal.either(rp, || text::in_short(rp))?;
    if !terminal.is_json() {
        for warning in text::warnings(rp) {
            remark(format!("warning: {warning}"));
        }
    }
    Ok(())
}
