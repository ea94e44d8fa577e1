//! Decides the commands of verdicts: `touchstone verdict list|show`.

use clap::{Args, Subcommand};

use super::api::{ApiArguments, PageArguments};
use super::segment::segment;
use super::verdict_text::explain;
use super::{Ending, Terminal};
use crate::config::Loaded;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    api: ApiArguments,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List verdicts, newest first
    List(Filter),
    /// Explain a verdict: what was judged, every check, the reason and what to do
    Show {
        /// Its identifier (vdt_...)
        id: String,
    },
}

#[derive(Args, Debug)]
struct Filter {
    /// Only of this family, such as mobile
    #[arg(long)]
    noun: Option<String>,
    /// Only with this outcome: valid, invalid, rejected or undetermined
    #[arg(long)]
    outcome: Option<String>,
    /// Only with this reason code
    #[arg(long)]
    reason: Option<String>,
    /// Only of this platform, such as apple
    #[arg(long)]
    platform: Option<String>,
    /// Only about this subject, such as apple:KEYID
    #[arg(long)]
    subject: Option<String>,
    /// Only from this time on (RFC 3339)
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only before this time (RFC 3339)
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    #[command(flatten)]
    page: PageArguments,
}

const COLUMNS: [&str; 6] = ["id", "created_at", "noun", "outcome", "reason", "subject"];

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let api = self.api.open(loaded).await?;
        match self.verb {
            Verb::List(filter) => {
                let query = filter
                    .page
                    .query()
                    .with("noun", filter.noun)
                    .with("outcome", filter.outcome)
                    .with("reason", filter.reason)
                    .with("platform", filter.platform)
                    .with("subject", filter.subject)
                    .with("from", filter.from)
                    .with("to", filter.to);
                terminal.list(&api.get("verdicts", query).await?, &COLUMNS)?;
            }
            Verb::Show { id } => {
                let path = format!("verdicts/{}", segment(&id));
                let verdict = api.get(&path, Default::default()).await?;
                terminal.either(&verdict, || explain(&verdict))?;
            }
        }
        api.close().await;
        Ok(Ending::Done)
    }
}
