//! Decides the commands of the family `mobile` (spec mobile.md section 6): `touchstone mobile <object> <verb>`.

mod anchors;
mod app;
mod device_key;
mod inspect;
mod session_key;
mod settings;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::api::ApiArguments;
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
    /// A tenant's settings
    #[command(subcommand)]
    Settings(settings::Verb),
    /// Registered apps
    #[command(subcommand)]
    App(app::Verb),
    /// Keys of devices that have attested
    #[command(subcommand)]
    DeviceKey(device_key::Verb),
    /// Keys that session references are made with
    #[command(subcommand)]
    SessionKey(session_key::Verb),
    /// Trust anchors in force
    #[command(subcommand)]
    Anchors(anchors::Verb),
    /// Decode an envelope or an attestation object and print what it says; judges nothing
    Inspect {
        /// The evidence, as bytes or base64; - for standard input
        file: PathBuf,
    },
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        if let Object::Inspect { file } = self.object {
            return inspect::run(&file, terminal);
        }
        let api = self.api.open(loaded).await?;
        match self.object {
            Object::Settings(verb) => settings::run(verb, &api, terminal).await?,
            Object::App(verb) => app::run(verb, &api, terminal).await?,
            Object::DeviceKey(verb) => device_key::run(verb, &api, terminal).await?,
            Object::SessionKey(verb) => session_key::run(verb, &api, terminal).await?,
            Object::Anchors(verb) => anchors::run(verb, &api, terminal).await?,
            Object::Inspect { .. } => {}
        }
        api.close().await;
        Ok(Ending::Done)
    }
}
