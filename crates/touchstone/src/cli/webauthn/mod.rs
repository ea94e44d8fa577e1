//! Decides the commands of the family `webauthn` (spec webauthn.md section 6): `touchstone webauthn <object> <verb>`.

mod rp;

use clap::{Args, Subcommand};

use super::api::{Api, ApiArguments};
use super::{Ending, Terminal};
use crate::config::Loaded;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    api: ApiArguments,
    #[command(subcommand)]
    object: Object,
}

#[derive(Debug, Subcommand)]
enum Object {
    /// Relying parties: who may ask for ceremonies, and how they are judged
    #[command(subcommand)]
    Rp(rp::Verb),
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        let api = self.api.open(loaded).await?;
        self.object.run(&api, terminal).await?;
        api.close().await;
        Ok(Ending::Done)
    }
}

impl Object {
    async fn run(self, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
        match self {
            Self::Rp(verb) => rp::run(verb, api, terminal).await,
        }
    }
}
