//! Decides the commands of ceremonies: `touchstone webauthn session list|show`.

use clap::Subcommand;

use crate::cli::Terminal;
use crate::cli::api::{Api, PageArguments, Query};
use crate::cli::segment::segment;

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// List ceremonies, newest first
    List {
        #[command(flatten)]
        page: PageArguments,
    },
    /// Show how far a ceremony is, and why it failed
    Show {
        /// Its fido2SessionId
        id: String,
    },
}

const PATH: &str = "webauthn/sessions";
const COLUMNS: [&str; 6] = [
    "fido2_session_id",
    "ceremony",
    "user_ext_id",
    "state",
    "reason",
    "created_at",
];

pub(super) async fn run(verb: Verb, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    match verb {
        Verb::List { page } => terminal.list(&api.get(PATH, page.query()).await?, &COLUMNS),
        Verb::Show { id } => {
            let path = format!("{PATH}/{}", segment(&id));
            terminal.object(&api.get(&path, Query::default()).await?)
        }
    }
}
