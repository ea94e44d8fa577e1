//! Decides the commands of the family `mobile` (spec mobile.md section 6): `touchstone mobile <object> <verb>`.

mod anchors;
mod app;
mod app_secret;
mod device_key;
mod devicecheck_key;
mod inspect;
mod play_keys;
mod service_account;
mod session_key;
mod settings;
mod status_list;

use clap::{Args, Subcommand};

use super::api::{Api, ApiArguments};
use super::{Ending, Terminal};
use crate::config::{Config, Loaded};
use crate::doctor;

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
    /// Keys that open an Android app's Play Integrity tokens
    #[command(subcommand)]
    PlayKeys(play_keys::Verb),
    /// Google accounts under which an Android app's tokens are decoded
    #[command(subcommand)]
    ServiceAccount(service_account::Verb),
    /// Apple keys with which stored receipts are exchanged
    #[command(subcommand, name = "devicecheck-key")]
    DeviceCheckKey(devicecheck_key::Verb),
    /// Keys of devices that have attested
    #[command(subcommand)]
    DeviceKey(device_key::Verb),
    /// The list of revoked Android attestation keys
    #[command(subcommand)]
    StatusList(status_list::Verb),
    /// Keys that session references are made with
    #[command(subcommand)]
    SessionKey(session_key::Verb),
    /// Trust anchors
    #[command(subcommand)]
    Anchors(anchors::Verb),
    /// Decode evidence: print every field, and every check that needs no expectation
    Inspect(inspect::Arguments),
    /// Find out what phone apps lack, and what to do about it; with --tenant those of one tenant
    Doctor,
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        match self.object {
            Object::Inspect(arguments) => return inspect::run(&arguments, terminal),
            Object::Doctor => return doctor::run_mobile(&self.api, loaded, terminal).await,
            Object::Anchors(anchors::Verb::Install(arguments)) => {
                arguments.run(&loaded.config, terminal)?;
                return Ok(Ending::Done);
            }
            object => {
                let api = self.api.open(loaded).await?;
                object.run(&api, &loaded.config, terminal).await?;
                api.close().await;
            }
        }
        Ok(Ending::Done)
    }
}

impl Object {
    async fn run(self, api: &Api, config: &Config, terminal: Terminal) -> anyhow::Result<()> {
        match self {
            Self::Settings(verb) => settings::run(verb, api, terminal).await,
            Self::App(verb) => app::run(verb, api, terminal).await,
            Self::PlayKeys(verb) => play_keys::run(verb, api, terminal).await,
            Self::ServiceAccount(verb) => service_account::run(verb, api, terminal).await,
            Self::DeviceCheckKey(verb) => devicecheck_key::run(verb, api, terminal).await,
            Self::DeviceKey(verb) => device_key::run(verb, api, terminal).await,
            Self::StatusList(verb) => status_list::run(verb, api, config, terminal).await,
            Self::SessionKey(verb) => session_key::run(verb, api, terminal).await,
            Self::Anchors(_) => anchors::show(api, terminal).await,
            // These have ended already.
            Self::Inspect(_) | Self::Doctor => Ok(()),
        }
    }
}
