//! Decides the commands of users of passkeys: `touchstone webauthn user list|add|show|disable|enable|delete`.

use clap::Subcommand;
use serde_json::{Value, json};

use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::input::object;
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// List users, newest first
    List {
        /// Only the one of this name
        #[arg(long)]
        username: Option<String>,
        #[command(flatten)]
        page: PageArguments,
    },
    /// Make a user
    Add {
        /// The name that it signs in with
        username: String,
        /// What people read
        #[arg(long)]
        display_name: Option<String>,
        /// What others call it; without it a new identifier
        #[arg(long)]
        ext_id: Option<String>,
        /// The user handle of passkeys that it has from elsewhere, in base64url
        #[arg(long, value_name = "BASE64URL", allow_hyphen_values = true)]
        handle: Option<String>,
    },
    /// Show a user
    Show {
        /// Its identifier or name
        user: String,
    },
    /// Refuse a user's passkeys
    Disable {
        /// Its identifier or name
        user: String,
    },
    /// Take a user's passkeys again
    Enable {
        /// Its identifier or name
        user: String,
    },
    /// Delete a user with all its passkeys
    Delete {
        /// Its identifier or name
        user: String,
    },
}

const PATH: &str = "webauthn/users";
const COLUMNS: [&str; 5] = ["ext_id", "username", "display_name", "state", "created_at"];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::List { username, page } => {
            let query = page.query().with("username", username);
            terminal.list(&api.get(PATH, query).await?, &COLUMNS)
        }
        Verb::Add {
            username,
            display_name,
            ext_id,
            handle,
        } => {
            let body = object([
                ("username", Some(username.into())),
                ("display_name", display_name.map(Value::from)),
                ("ext_id", ext_id.map(Value::from)),
                ("handle", handle.map(Value::from)),
            ]);
            terminal.object(&api.post(PATH, body).await?)
        }
        Verb::Show { user } => {
            let path = path_of(api, &user).await?;
            terminal.object(&api.get(&path, Query::default()).await?)
        }
        Verb::Disable { user } => set_state(api, &user, "disabled", terminal).await,
        Verb::Enable { user } => set_state(api, &user, "active", terminal).await,
        Verb::Delete { user } => {
            let path = path_of(api, &user).await?;
            api.delete(&path, Query::default()).await?;
            terminal.either(&json!({ "deleted": user }), || format!("deleted {user}\n"))
        }
    }
}

async fn set_state(api: &Api, user: &str, state: &str, terminal: Terminal) -> anyhow::Result<()> {
    let path = path_of(api, user).await?;
    terminal.object(&api.patch(&path, json!({ "state": state })).await?)
}

/// Where the user of this name or identifier is in the API: what no user has as a name is an identifier.
pub(super) async fn path_of(api: &Api, named: &str) -> anyhow::Result<String> {
    let by_name = Query::default().with("username", Some(named));
    let found = api.get(PATH, by_name).await?;
    let ext_id = found.pointer("/items/0/ext_id").and_then(Value::as_str);
    Ok(format!("{PATH}/{}", segment(ext_id.unwrap_or(named))))
}

/// Every user of the tenant.
pub(super) async fn all(api: &Api) -> anyhow::Result<Vec<Value>> {
    api.get_all(PATH, &Query::default()).await
}
