//! How does a passkey act without an authenticator? `touchstone simulate webauthn`: registrations and sign-ins at a running server, in every
//! format of attestation, right ones and each kind of wrong one.

mod ceremony;
mod format;
mod needs;
mod register;
mod sign_in;

use clap::{Args, Subcommand};
use touchstone_core::SystemRandomSource;
use touchstone_simulator::webauthn::Flaw;

use super::State;
use super::flaws::{self, flawed};
use super::memory::Memory;
use crate::cli::{Ending, Terminal};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Register a passkey of a new authenticator
    Register(Box<register::Arguments>),
    /// Sign in with a passkey that was registered so
    SignIn(Box<sign_in::Arguments>),
    /// Print the root of the test CA that attests the authenticators, PEM; for the anchors of a relying party
    Roots(Roots),
    /// List every flaw with the check, the reason that must answer it, and what that takes
    Flaws,
}

#[derive(Args, Debug)]
pub(super) struct Roots {
    #[command(flatten)]
    state: State,
}

/// At which server, and as whom.
#[derive(Args, Debug)]
struct Asked {
    /// Address of the server
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
    url: String,
    /// Origin of the page, one of the relying party's; without it the address
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,
    /// How much the user is verified: required, preferred or discouraged
    #[arg(long, value_name = "WORD", default_value = "preferred")]
    user_verification: String,
    /// What is wrong with the message, such as packed.signature_flipped
    #[arg(long, value_name = "FLAW", value_parser = flaws::read::<Flaw>)]
    flaw: Option<Flaw>,
    #[command(flatten)]
    state: State,
}

flawed!(Flaw, Flaw::all().collect(), needs::needs);

/// Does it; refused where the server's answer is not the one that the message must have.
pub(super) async fn run(verb: &Verb, terminal: Terminal) -> anyhow::Result<Ending> {
    match verb {
        Verb::Register(arguments) => register::run(arguments, terminal).await,
        Verb::SignIn(arguments) => sign_in::run(arguments, terminal).await,
        Verb::Roots(roots) => {
            let memory = Memory::read(&roots.state.state, &SystemRandomSource::new())?;
            terminal.text(&memory.passkey_ca().root_pem())?;
            Ok(Ending::Done)
        }
        Verb::Flaws => {
            flaws::list::<Flaw>(terminal)?;
            Ok(Ending::Done)
        }
    }
}
