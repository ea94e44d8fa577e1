//! How is evidence made without a device? `touchstone simulate`: tokens of phones and passkeys of authenticators that do not exist, from test CAs
//! that only a server trusts which was told to, and a Google on loopback that knows their app.

mod android_key;
mod app;
mod apple;
mod flaws;
mod google;
mod huawei;
mod memory;
mod nonce;
mod play;
mod setup;
mod token;
mod webauthn;

pub(crate) use app::{App, HUAWEI_APP_ID};
pub(crate) use google::account;
pub(crate) use memory::Memory;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use touchstone_core::{Clock as _, SystemClock, Timestamp};

use crate::cli::{Ending, Terminal};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    noun: Noun,
}

#[derive(Debug, Subcommand)]
enum Noun {
    /// Tokens of phone apps
    #[command(subcommand)]
    Mobile(Platform),
    /// Passkeys: registrations and sign-ins at a running server
    #[command(subcommand)]
    Webauthn(webauthn::Verb),
}

#[derive(Debug, Subcommand)]
enum Platform {
    /// A simulated iPhone with App Attest
    Apple(Box<apple::Arguments>),
    /// A simulated app of the Play store, with Play Integrity
    Play(Box<play::Arguments>),
    /// A simulated app on a Huawei phone, with SysIntegrity
    Huawei(Box<huawei::Arguments>),
    /// A simulated Android phone with Key Attestation
    AndroidKey(Box<android_key::Arguments>),
    /// A Google on loopback that opens the tokens of `play` and has a status list, until Ctrl-C
    Google(google::Arguments),
}

/// What every simulated device takes.
#[derive(Args, Debug)]
struct Device {
    /// The time on the phone (RFC 3339); without it now
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    #[command(flatten)]
    state: State,
}

/// Where the simulator remembers.
#[derive(Args, Debug)]
struct State {
    /// File in which the test CAs and the phones are remembered; made when it is not there
    #[arg(long, value_name = "FILE", default_value = STATE)]
    state: PathBuf,
}

const STATE: &str = "touchstone-simulator.json";

impl Device {
    fn now_ms(&self) -> i64 {
        self.now.unwrap_or_else(|| SystemClock.now()).unix_ms()
    }
}

/// Makes the evidence.
pub(crate) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let platform = match &arguments.noun {
        Noun::Mobile(platform) => platform,
        Noun::Webauthn(verb) => return webauthn::run(verb, terminal).await,
    };
    match platform {
        Platform::Apple(arguments) => apple::run(arguments, terminal)?,
        Platform::Play(arguments) => play::run(arguments, terminal)?,
        Platform::Huawei(arguments) => huawei::run(arguments, terminal)?,
        Platform::AndroidKey(arguments) => android_key::run(arguments, terminal)?,
        Platform::Google(arguments) => google::run(arguments, terminal).await?,
    }
    Ok(Ending::Done)
}
