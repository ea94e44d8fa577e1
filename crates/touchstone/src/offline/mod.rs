//! How is a judgement replayed without a server? `touchstone verify <format> FILE`: same code, same checks, each printed with its number.

mod android_key;
mod app_attest;
mod check;
mod expectation;
pub(crate) mod facts;
mod play_integrity;
mod report;
mod sys_integrity;
mod webauthn;

use clap::{Args, Subcommand};

use crate::cli::{Ending, Terminal, remark};
pub(crate) use check::{Check, Table, up_to};
pub(crate) use play_integrity::payload_of;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// Apple App Attest: an attestation object, an assertion or a receipt
    #[command(name = "app_attest")]
    AppAttest(Box<app_attest::Arguments>),
    /// Google Play Integrity: a classic token with its keys, or a payload
    #[command(name = "play_integrity")]
    PlayIntegrity(Box<play_integrity::Arguments>),
    /// Huawei SysIntegrity: a token
    #[command(name = "sys_integrity")]
    SysIntegrity(Box<sys_integrity::Arguments>),
    /// Android Key Attestation: a chain of certificates
    #[command(name = "android_key")]
    AndroidKey(Box<android_key::Arguments>),
    /// WebAuthn: the result of a registration or of an authentication
    #[command(subcommand)]
    Webauthn(webauthn::Ceremony),
}

/// Judges; 0 accepted, 1 refused, 2 the input cannot be read.
pub(crate) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let report = match &arguments.format {
        Format::AppAttest(arguments) => app_attest::judge(arguments),
        Format::PlayIntegrity(arguments) => play_integrity::judge(arguments),
        Format::SysIntegrity(arguments) => sys_integrity::judge(arguments),
        Format::AndroidKey(arguments) => android_key::judge(arguments),
        Format::Webauthn(ceremony) => webauthn::judge(ceremony),
    };
    match report {
        Ok(report) => {
            terminal.either(&report.to_json(), || report.to_text())?;
            Ok(if report.is_accepted() {
                Ending::Done
            } else {
                Ending::Refused
            })
        }
        Err(error) => {
            remark(format!("error: {error:#}"));
            Ok(Ending::NotUnderstood)
        }
    }
}
