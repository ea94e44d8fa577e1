//! Decides what `touchstone simulate webauthn sign-in` does: one of the passkeys that were registered before signs in.

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::json;
use touchstone_core::{Clock as _, SystemClock, SystemRandomSource};
use touchstone_outbound::CeremonyService;
use touchstone_simulator::webauthn::{Authenticator, CeremonyKind, Statement};

use super::{Asked, ceremony};
use crate::cli::{Ending, Terminal};
use crate::simulate::memory::Memory;

#[derive(Args, Debug)]
pub(in crate::simulate) struct Arguments {
    /// Who signs in; without it the passkey tells
    #[arg(long, value_name = "NAME", default_value = "")]
    username: String,
    #[command(flatten)]
    asked: Asked,
}

pub(super) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let asked = &arguments.asked;
    let flaw = asked.flaw;
    let is_of_this = flaw.and_then(|flaw| flaw.ceremony()) != Some(CeremonyKind::Registration);
    ensure!(is_of_this, "only a registration can have this flaw");
    let mut memory = Memory::read(&asked.state.state, &SystemRandomSource::new())?;
    let client = ceremony::client(asked)?;
    let ask = json!({
        "username": arguments.username, "userVerification": asked.user_verification,
    });
    let service = CeremonyService::AuthenticationOptions;
    let options = ceremony::options(&client, service, &ask).await?;
    let now_ms = SystemClock.now().unix_ms();
    let mut holder = Authenticator::new([0; 32], [0; 16], Statement::None, now_ms);
    holder.credentials = memory.passkeys()?;
    let assertion = holder.sign_in(&options, client.origin());
    let assertion = assertion.context(
        "no passkey fits; touchstone simulate webauthn register makes one, and remembers it in --state",
    )?;
    let body = match flaw {
        Some(flaw) => assertion.flawed(flaw),
        None => assertion.message().to_string().into_bytes(),
    };
    // The counter has advanced whatever the server says.
    memory.note_passkey_use(&assertion.credential);
    memory.write(&asked.state.state)?;
    let service = CeremonyService::AuthenticationResult;
    let told = ceremony::post(&client, service, body, flaw).await?;
    told.tell(terminal)
}
