//! Decides what `touchstone mobile inspect` prints: what a piece of evidence says, whatever kind it is of. It judges nothing, so nothing that
//! it prints is authentic.

mod apple;
mod chain;
mod envelope;
mod json_text;
mod token;

use std::error::Error;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use touchstone_evidence::app_attest::attestation;
use touchstone_evidence::mobile_token;
use touchstone_evidence::play_integrity::Keys;

use crate::cli::{Ending, Terminal};
use crate::key_file::OptionalKeyFiles;
use crate::{chain_file, evidence_file};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// An envelope, an Apple attestation object, an Android chain (PEM or DER), a Play or Huawei token, a Play payload or a status list,
    /// as bytes or base64; - for standard input
    file: PathBuf,
    #[command(flatten)]
    keys: OptionalKeyFiles,
}

/// What was read, or what it is not.
type Inspected = Result<Value, Value>;

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let keys = arguments.keys.keys()?;
    let bytes = evidence_file::read_any(&arguments.file)?;
    let (value, ending) = match inspect(&bytes, keys.as_ref()) {
        Ok(value) => (value, Ending::Done),
        Err(value) => (value, Ending::Refused),
    };
    terminal.object(&value)?;
    Ok(ending)
}

/// Each kind begins in its own way, so that what is damaged is still told as what it was to be.
fn inspect(bytes: &[u8], keys: Option<&Keys>) -> Inspected {
    if chain_file::is_chain(bytes) {
        return chain::inspect_file(bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let text = text.trim();
        match text.bytes().filter(|byte| *byte == b'.').count() {
            _ if text.starts_with('{') => return json_text::inspect(text),
            2 => return token::huawei(text).map(|facts| json!({ "sys_integrity": facts })),
            4 => return token::play(text, keys).map(|facts| json!({ "play_integrity": facts })),
            _ => {}
        }
    }
    match mobile_token::parse(bytes) {
        Ok(envelope) => Ok(envelope::facts(&envelope, keys)),
        Err(envelope_error) => match attestation::inspect(bytes) {
            Ok(facts) => Ok(json!({ "attestation": apple::attestation_facts(&facts) })),
            Err(attestation_error) => Err(json!({
                "bytes": bytes.len(),
                "not_an_envelope": failure(envelope_error.check(), &envelope_error),
                "not_an_attestation": failure(attestation_error.check(), &attestation_error),
            })),
        },
    }
}

/// The failed check, and the error with its causes.
fn failure(check: &str, error: &dyn Error) -> String {
    format!("{check}: {}", told(error))
}

/// The error with its causes.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

/// A part of something that can be read.
fn part(inspected: Inspected) -> Value {
    inspected.unwrap_or_else(|not| not)
}
