//! Decides how Play Integrity evidence is judged offline: a classic token with the app's keys (G2 to G17), or a payload that was opened
//! before (G6 to G17).

use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde_json::value::RawValue;
use touchstone_evidence::play_integrity::{self, Error, Expected, Facts, Policy, TokenType};

use super::check::Table;
use super::expectation::Expectation;
use super::facts;
use super::report::Report;
use crate::key_file::OptionalKeyFiles;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    expectation: Expectation,
    #[command(flatten)]
    keys: OptionalKeyFiles,
    /// How the app asked for the token
    #[arg(long, value_enum, default_value = "classic")]
    token_type: Kind,
    #[command(flatten)]
    policy: PolicyArguments,
}

/// A type of token on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Classic,
    Standard,
}

#[derive(Args, Debug)]
struct PolicyArguments {
    /// A label that the device must have; repeat for several, none for no label
    #[arg(
        long = "device-label",
        value_name = "LABEL",
        default_value = "MEETS_DEVICE_INTEGRITY"
    )]
    device_labels: Vec<String>,
    /// A recognition verdict that is accepted; repeat for several, none for any
    #[arg(long, value_name = "WORD", default_value = "PLAY_RECOGNIZED")]
    app_recognition: Vec<String>,
    /// A licensing verdict that is accepted; repeat for several; without it any
    #[arg(long, value_name = "WORD")]
    licensing: Vec<String>,
    /// How old the verdict may be, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    max_age_s: u32,
    /// How far ahead of --now the verdict may be, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    future_skew_s: u32,
    /// Accept answers that were set up for testing
    #[arg(long)]
    allow_testing: bool,
    /// The smallest version code that is accepted
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_version_code: u64,
    /// A Play Protect verdict that refuses; repeat for several
    #[arg(long, value_name = "WORD")]
    play_protect_reject: Vec<String>,
    /// An app access word that refuses; repeat for several
    #[arg(long, value_name = "WORD")]
    app_access_reject: Vec<String>,
}

impl PolicyArguments {
    fn policy(&self) -> Policy {
        Policy {
            device_labels: words(&self.device_labels),
            app_recognition: words(&self.app_recognition),
            licensing: self.licensing.clone(),
            max_age_s: self.max_age_s,
            future_skew_s: self.future_skew_s,
            allow_testing: self.allow_testing,
            min_version_code: self.min_version_code,
            play_protect_reject: self.play_protect_reject.clone(),
            app_access_reject: self.app_access_reject.clone(),
        }
    }
}

/// The words, where `none` alone stands for no word.
fn words(given: &[String]) -> Vec<String> {
    match given {
        [none] if none == "none" => Vec::new(),
        words => words.to_vec(),
    }
}

/// Judges the file.
pub(super) fn judge(arguments: &Arguments) -> anyhow::Result<Report> {
    let text = arguments.expectation.text()?;
    // Checks that were not made are not told as made.
    let (checks, judged) = match arguments.keys.keys()? {
        Some(keys) => {
            let opened = play_integrity::open(&text, &keys);
            let judged = opened.and_then(|payload| arguments.judge_payload(&payload));
            (play_integrity::CHECKS, judged)
        }
        None => {
            anyhow::ensure!(
                text.starts_with('{'),
                "a token is opened with --decryption-key-file and --verification-key-file; without them give its payload as JSON"
            );
            let judged = arguments.judge_payload(payload_of(&text));
            (payload_checks(), judged)
        }
    };
    Ok(match judged {
        Ok(found) => Report::accepted(checks, facts::play_integrity(&found)),
        Err(error) => Report::refused(checks, error.check(), error.reason(), &error),
    })
}

impl Arguments {
    fn judge_payload(&self, payload: &[u8]) -> Result<Facts, Error> {
        let signers = self.expectation.signers();
        let expected = Expected {
            package_name: &self.expectation.package,
            signers: &signers,
            token_type: match self.token_type {
                Kind::Classic => TokenType::Classic,
                Kind::Standard => TokenType::Standard,
            },
            final_nonce: &self.expectation.nonce.0,
            policy: &self.policy.policy(),
        };
        play_integrity::judge(payload, &expected, self.expectation.now)
    }
}

/// The checks of a payload: those of opening it come before.
fn payload_checks() -> Table {
    let checks = play_integrity::CHECKS;
    let first = checks.iter().position(|(number, _)| *number == "G6");
    checks.get(first.unwrap_or_default()..).unwrap_or(checks)
}

/// Google's answer to a decode call.
#[derive(Deserialize)]
struct Decoded<'a> {
    /// As it came: whoever judges it sees every member, also one that is there twice.
    #[serde(borrow, rename = "tokenPayloadExternal")]
    token_payload_external: &'a RawValue,
}

/// The payload itself: also out of the answer of Google's decode call, which wraps it. Either way it stays as it is, byte for byte, to be
/// judged as strictly as a server does.
pub(crate) fn payload_of(text: &str) -> &[u8] {
    let answer: Option<Decoded<'_>> = serde_json::from_str(text).ok();
    let payload = answer.map_or(text, |answer| answer.token_payload_external.get());
    payload.as_bytes()
}
