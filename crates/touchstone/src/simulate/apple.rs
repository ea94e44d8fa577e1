//! Decides what `touchstone simulate mobile apple` prints: a token for a nonce, the roots to configure a server with, or the flaws there
//! are. The first token of a phone carries an attestation, later ones an assertion alone.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use data_encoding::BASE64;
use serde_json::{Value, json};
use touchstone_core::{Clock as _, SystemClock, SystemRandomSource, Timestamp, nearest};
use touchstone_evidence::client_data::Composition;
use touchstone_simulator::apple::{ClientDataProfile, Environment, Flaw};

use super::phone::Memory;
use crate::cli::{Ending, Terminal};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What the token binds, in base64: the relying party's own nonce
    #[arg(long, value_name = "BASE64", conflicts_with = "server_nonce")]
    nonce: Option<String>,
    /// The serverNonce of a session, in base64
    #[arg(long, value_name = "BASE64")]
    server_nonce: Option<String>,
    /// The device's own part of the nonce, in base64
    #[arg(long, value_name = "BASE64", requires = "server_nonce")]
    device_nonce: Option<String>,
    /// How both become one, as in the tenant's setting final_nonce
    #[arg(
        long,
        value_name = "WORD",
        default_value = Composition::Sha256ServerDevice.name(),
        value_parser = composition
    )]
    final_nonce: Composition,
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
    #[arg(long, value_name = "FLAW", value_parser = flaw)]
    flaw: Option<Flaw>,
    /// Attest again although the phone has attested
    #[arg(long)]
    attest: bool,
    /// Take a phone with a new key
    #[arg(long)]
    new_phone: bool,
    /// The time on the phone (RFC 3339); without it now
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    /// File in which the test CA and the phones are remembered; made when it is not there
    #[arg(long, value_name = "FILE", default_value = "touchstone-simulator.json")]
    state: PathBuf,
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

fn composition(text: &str) -> Result<Composition, String> {
    Composition::from_name(text).ok_or_else(|| {
        let names = Composition::ALL.map(Composition::name);
        format!("must be one of {}", names.join(", "))
    })
}

fn flaw(text: &str) -> Result<Flaw, String> {
    text.parse().map_err(|_| {
        let names: Vec<String> = Flaw::all().map(|flaw| flaw.to_string()).collect();
        match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => format!("no such flaw; did you mean {near}?"),
            None => "no such flaw; --flaws lists them all".to_owned(),
        }
    })
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    if arguments.flaws {
        list_flaws(terminal)?;
        return Ok(Ending::Done);
    }
    let random = SystemRandomSource::new();
    let mut memory = Memory::read(&arguments.state, &random)?;
    if let Some(root) = arguments.root {
        terminal.text(&match root {
            Root::AppAttest => memory.ca().app_attest_root_pem(),
            Root::Receipt => memory.ca().receipt_root_pem(),
        })?;
        return Ok(Ending::Done);
    }
    let final_nonce = arguments.final_nonce_bytes()?;
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
    let now_ms = arguments.now.unwrap_or_else(|| SystemClock.now()).unix_ms();
    let token = match arguments.flaw {
        Some(flaw) => iphone.flawed_token(flaw, &final_nonce, profile, attest, now_ms),
        None => iphone.token(&final_nonce, profile, attest, now_ms),
    };
    // A flawed attestation is refused, so the phone has not attested by it.
    memory.remember(&iphone, attested || (attest && arguments.flaw.is_none()));
    memory.write(&arguments.state)?;
    let token = BASE64.encode(&token);
    let value = json!({
        "attestation_token": token,
        "attests": attest,
        "counter": iphone.counter,
        "key_id": BASE64.encode(&iphone.key_id()),
        "expected_reason": arguments.flaw.map(Flaw::expected_reason),
    });
    terminal.either(&value, || format!("{token}\n"))?;
    Ok(Ending::Done)
}

impl Arguments {
    fn final_nonce_bytes(&self) -> anyhow::Result<Vec<u8>> {
        let decode = |name: &str, text: &str| {
            BASE64
                .decode(text.as_bytes())
                .with_context(|| format!("{name} is not base64"))
        };
        match (&self.nonce, &self.server_nonce) {
            (Some(nonce), _) => decode("--nonce", nonce),
            (None, Some(server)) => {
                let server = decode("--server-nonce", server)?;
                let device = self.device_nonce.as_deref();
                let device = device
                    .map(|text| decode("--device-nonce", text))
                    .transpose()?;
                Ok(self.final_nonce.final_nonce(&server, device.as_deref()))
            }
            (None, None) => bail!("give --nonce or --server-nonce: what the token shall bind"),
        }
    }
}

fn list_flaws(terminal: Terminal) -> anyhow::Result<()> {
    let items: Vec<Value> = Flaw::all()
        .map(|flaw| {
            json!({
                "flaw": flaw.to_string(),
                "check": flaw.check(),
                "reason": flaw.expected_reason(),
                "what": flaw.description(),
            })
        })
        .collect();
    let list = json!({ "items": items, "next_cursor": null });
    terminal.list(&list, &["flaw", "check", "reason", "what"])
}
