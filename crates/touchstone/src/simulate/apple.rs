//! Decides what `touchstone simulate mobile apple` prints: a token for a nonce, the roots to configure a server with, or the flaws there
//! are. The first token of a phone carries an attestation, later ones an assertion alone.

use clap::{Args, ValueEnum};
use data_encoding::BASE64;
use serde_json::json;
use touchstone_core::SystemRandomSource;
use touchstone_simulator::apple::{ClientDataProfile, Environment, Flaw};

use super::flaws::{self, flawed};
use super::memory::Memory;
use super::nonce::NonceArguments;
use super::setup::Needs;
use super::{Device, token};
use crate::cli::Terminal;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    nonce: NonceArguments,
    /// How client data is made from the nonce, as registered for the app
    #[arg(long, value_enum, default_value = "cbor-array")]
    profile: Profile,
    /// The App ID: TEAMID.bundle.id
    #[arg(
        long,
        default_value = "TESTTEAM01.com.example.app",
        value_name = "TEAMID.BUNDLE.ID"
    )]
    app_id: String,
    /// The environment of the app
    #[arg(long, value_enum, default_value = "production")]
    environment: Word,
    /// What is wrong with the token, such as attestation.nonce_other
    #[arg(long, value_name = "FLAW", value_parser = flaws::read::<Flaw>)]
    flaw: Option<Flaw>,
    /// Attest again although the phone has attested
    #[arg(long)]
    attest: bool,
    /// Take a phone with a new key
    #[arg(long)]
    new_phone: bool,
    #[command(flatten)]
    device: Device,
    /// Print a root of the test CA as PEM, for mobile.apple.roots_file or mobile.apple.receipt_roots_file
    #[arg(long, value_enum, conflicts_with_all = ["nonce", "server_nonce", "flaws"])]
    root: Option<Root>,
    /// List every flaw with the check and the reason that must answer it
    #[arg(long, conflicts_with_all = ["nonce", "server_nonce"])]
    flaws: bool,
}

/// How client data is made.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Profile {
    #[value(alias = "cbor_array")]
    CborArray,
    Raw,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Word {
    Production,
    Development,
}

/// A root of the test CA.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Root {
    AppAttest,
    Receipt,
}

flawed!(Flaw, Flaw::all().collect(), needs);

fn needs(flaw: Flaw) -> Needs {
    match flaw {
        Flaw::Receipt(_) => Needs::policy(["--receipt-check=require".to_owned()]),
        _ => Needs::default(),
    }
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<()> {
    if arguments.flaws {
        return flaws::list::<Flaw>(terminal);
    }
    let state = &arguments.device.state.state;
    let random = SystemRandomSource::new();
    let mut memory = Memory::read(state, &random)?;
    if let Some(root) = arguments.root {
        return terminal.text(&match root {
            Root::AppAttest => memory.ca().app_attest_root_pem(),
            Root::Receipt => memory.ca().receipt_root_pem(),
        });
    }
    let final_nonce = arguments.nonce.bytes()?;
    let environment = match arguments.environment {
        Word::Production => Environment::Production,
        Word::Development => Environment::Development,
    };
    let profile = match arguments.profile {
        Profile::CborArray => ClientDataProfile::CborArray,
        Profile::Raw => ClientDataProfile::Raw,
    };
    let (mut iphone, attested) =
        memory.phone(&arguments.app_id, environment, arguments.new_phone, &random);
    let attest = arguments.attest || !attested;
    let now_ms = arguments.device.now_ms();
    let token = match arguments.flaw {
        Some(flaw) => iphone.flawed_token(flaw, &final_nonce, profile, attest, now_ms),
        None => iphone.token(&final_nonce, profile, attest, now_ms),
    };
    // A flawed attestation is refused, so the phone has not attested by it.
    memory.remember(&iphone, attested || (attest && arguments.flaw.is_none()));
    memory.write(state)?;
    let known = json!({
        "attests": attest,
        "counter": iphone.counter,
        "key_id": BASE64.encode(&iphone.key_id()),
    });
    token::print(&token, arguments.flaw, known, terminal)
}
