//! Decides the commands of registered apps: `touchstone mobile app add-apple|list|show|update|remove`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::input::object;
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Register an Apple app
    AddApple {
        /// The App ID: TEAMID.bundle.id
        #[arg(long, value_name = "TEAMID.BUNDLE.ID")]
        app_id: String,
        #[command(flatten)]
        policy: Policy,
    },
    /// List apps, newest first
    List {
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show an app
    Show {
        /// Its identifier (app_...)
        id: String,
    },
    /// Change an app's policy, disable or enable it
    Update {
        /// Its identifier (app_...)
        id: String,
        /// Whether its evidence is accepted at all
        #[arg(long, value_name = "true|false")]
        enabled: Option<bool>,
        #[command(flatten)]
        policy: Policy,
    },
    /// Remove an app
    Remove {
        /// Its identifier (app_...)
        id: String,
        /// Remove its device keys too
        #[arg(long)]
        force: bool,
    },
}

/// What evidence of the app is compared with; what is not given keeps its value, or the default.
#[derive(Args, Debug)]
pub(super) struct Policy {
    /// An environment it accepts: production or development; repeat for both
    #[arg(long = "environment", value_name = "ENVIRONMENT")]
    environments: Vec<String>,
    /// How client data is made from the nonce: cbor_array or raw
    #[arg(long, value_name = "PROFILE")]
    client_data_profile: Option<String>,
    /// What the receipt decides: record, require or off
    #[arg(long, value_name = "CHECK")]
    receipt_check: Option<String>,
    /// How old a receipt may be, in seconds
    #[arg(long, value_name = "SECONDS")]
    receipt_max_age_s: Option<u32>,
}

impl Policy {
    fn members(self) -> [(&'static str, Option<Value>); 4] {
        let environments = (!self.environments.is_empty()).then(|| json!(self.environments));
        [
            ("environments", environments),
            (
                "client_data_profile",
                self.client_data_profile.map(Value::from),
            ),
            ("receipt_check", self.receipt_check.map(Value::from)),
            ("receipt_max_age_s", self.receipt_max_age_s.map(Value::from)),
        ]
    }
}

const PATH: &str = "mobile/apple-apps";
const COLUMNS: [&str; 5] = [
    "id",
    "apple_app_id",
    "environments",
    "client_data_profile",
    "enabled",
];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let at = |id: &str| format!("{PATH}/{}", segment(id));
    match verb {
        Verb::AddApple { app_id, policy } => {
            let app_id = [("apple_app_id", Some(Value::from(app_id)))];
            let body = object(app_id.into_iter().chain(policy.members()));
            terminal.object(&api.post(PATH, body).await?)
        }
        Verb::List { page } => terminal.list(&api.get(PATH, page.query()).await?, &COLUMNS),
        Verb::Show { id } => terminal.object(&api.get(&at(&id), Query::default()).await?),
        Verb::Update {
            id,
            enabled,
            policy,
        } => {
            let enabled = [("enabled", enabled.map(Value::from))];
            let body = object(enabled.into_iter().chain(policy.members()));
            terminal.object(&api.patch(&at(&id), body).await?)
        }
        Verb::Remove { id, force } => {
            let query = Query::default().with("force", force.then_some(true));
            api.delete(&at(&id), query).await?;
            terminal.either(&json!({ "removed": id }), || format!("removed {id}\n"))
        }
    }
}
