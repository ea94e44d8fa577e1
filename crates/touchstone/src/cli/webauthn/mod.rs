//! Decides the commands of the family `webauthn` (spec webauthn.md section 6): `touchstone webauthn <object> <verb>`.

mod anchors;
mod credential;
mod diagnose;
mod json_file;
mod mds;
mod rp;
mod sectoken;
mod session;
mod statement;
mod user;

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
    Rp(Box<rp::Verb>),
    /// Users of passkeys
    #[command(subcommand)]
    User(user::Verb),
    /// Passkeys of users
    #[command(subcommand)]
    Credential(credential::Verb),
    /// Ceremonies
    #[command(subcommand)]
    Session(session::Verb),
    /// Keys with which back ends ask for ceremonies
    #[command(subcommand, name = "sectoken")]
    SecToken(sectoken::Verb),
    /// What the tenant itself says of models
    #[command(subcommand)]
    Statement(statement::Verb),
    /// What metadata services say of models
    #[command(subcommand)]
    Mds(mds::Verb),
    /// Trust anchors that all relying parties share
    #[command(subcommand)]
    Anchors(anchors::Verb),
    /// Find out why a registration is refused: judge it without its session
    Diagnose(diagnose::Arguments),
    /// Hold a FIDO2 server to every case of our conformance suite
    Conformance(crate::conformance::Arguments),
}

impl Arguments {
    pub(crate) async fn run(self, loaded: &Loaded, terminal: Terminal) -> anyhow::Result<Ending> {
        // The suite is a client like any other: it needs no admin key.
        if let Object::Conformance(arguments) = &self.object {
            return crate::conformance::run(arguments, terminal).await;
        }
        if let Object::Anchors(anchors::Verb::Install(arguments)) = &self.object {
            arguments.run(&loaded.config, terminal)?;
            return Ok(Ending::Done);
        }
        let api = self.api.open(loaded).await?;
        let ending = self.object.run(&api, terminal).await?;
        api.close().await;
        Ok(ending)
    }
}

impl Object {
    async fn run(self, api: &Api, terminal: Terminal) -> anyhow::Result<Ending> {
        match self {
            Self::Rp(verb) => rp::run(*verb, api, terminal).await?,
            Self::User(verb) => user::run(verb, api, terminal).await?,
            Self::Credential(verb) => credential::run(verb, api, terminal).await?,
            Self::Session(verb) => session::run(verb, api, terminal).await?,
            Self::SecToken(verb) => sectoken::run(verb, api, terminal).await?,
            Self::Statement(verb) => statement::run(verb, api, terminal).await?,
            Self::Mds(verb) => mds::run(verb, api, terminal).await?,
            Self::Diagnose(arguments) => return diagnose::run(arguments, api, terminal).await,
            // It has ended already.
            Self::Anchors(_) => {}
            Self::Conformance(arguments) => {
                return crate::conformance::run(&arguments, terminal).await;
            }
        }
        Ok(Ending::Done)
    }
}
