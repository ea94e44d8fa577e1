//! Decides what `touchstone simulate webauthn register` does: a new authenticator registers a passkey, which is remembered when it is taken.

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::json;
use touchstone_core::{Clock as _, SystemClock, SystemRandomSource, random_bytes};
use touchstone_outbound::CeremonyService;
use touchstone_simulator::webauthn::CeremonyKind;

use super::format::Format;
use super::{Asked, ceremony};
use crate::cli::{Ending, Terminal};
use crate::simulate::memory::Memory;

#[derive(Args, Debug)]
pub(in crate::simulate) struct Arguments {
    /// Whose passkey it becomes
    #[arg(long, value_name = "NAME")]
    username: String,
    /// How it is attested; without it as the flaw needs it, else packed
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    asked: Asked,
}

pub(super) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let asked = &arguments.asked;
    let flaw = asked.flaw;
    let is_of_this = flaw.and_then(|flaw| flaw.ceremony()) != Some(CeremonyKind::Authentication);
    ensure!(is_of_this, "only a sign-in can have this flaw");
    let format = arguments.format.unwrap_or_else(|| Format::of(flaw));
    let needed = Format::of(flaw);
    let is_bound = flaw.is_some_and(|flaw| flaw.format().is_some());
    ensure!(
        !is_bound || format == needed,
        "only a registration of the format {needed:?} can have this flaw"
    );
    let random = SystemRandomSource::new();
    let mut memory = Memory::read(&asked.state.state, &random)?;
    let client = ceremony::client(asked)?;
    let name = &arguments.username;
    let ask = json!({
        "username": name, "displayName": name, "attestation": "direct",
        "authenticatorSelection": {
            "residentKey": "required", "userVerification": asked.user_verification,
        },
    });
    let service = CeremonyService::RegistrationOptions;
    let options = ceremony::options(&client, service, &ask).await?;
    let seed = random_bytes(&random);
    let now_ms = SystemClock.now().unix_ms();
    let mut authenticator = format.authenticator(memory.passkey_ca(), seed, now_ms);
    let registration = authenticator.register(&options, client.origin());
    let registration = registration.context("an authenticator would make no passkey of this")?;
    let body = match flaw {
        Some(flaw) => registration.flawed(flaw),
        None => registration.message().to_string().into_bytes(),
    };
    let service = CeremonyService::RegistrationResult;
    let told = ceremony::post(&client, service, body, flaw).await?;
    if told.is_accepted() {
        memory.remember_passkey(seed, &registration.credential);
        memory.write(&asked.state.state)?;
    }
    told.tell(terminal)
}
