//! Decides what `touchstone mobile inspect` prints: what a piece of evidence says, whatever kind it is of, and the checks that need no
//! expectation. Nothing that it prints is authentic. What cannot be read or opened, inside an envelope too, ends it with 1.

mod apple;
mod chain;
mod checks;
mod envelope;
mod json_text;
mod token;

use std::error::Error;
use std::path::PathBuf;

use checks::{ATTESTATION, Checks, ENVELOPE};
use clap::Args;
use serde_json::{Value, json};
use touchstone_evidence::app_attest::attestation;
use touchstone_evidence::mobile_token;
use touchstone_evidence::play_integrity::Keys;

use crate::cli::{Ending, Terminal, table};
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

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let keys = arguments.keys.keys()?;
    let bytes = evidence_file::read_any(&arguments.file)?;
    let mut checks = Checks::default();
    let fields = inspect(&bytes, keys.as_ref(), &mut checks);
    let mut whole = fields.clone();
    if let Some(members) = whole.as_object_mut() {
        members.insert("checks".to_owned(), checks.to_json());
    }
    terminal.either(&whole, || {
        format!("{}\n{}", checks.to_text(), table::members(&fields))
    })?;
    Ok(if checks.all_held() {
        Ending::Done
    } else {
        Ending::Refused
    })
}

/// Each kind begins in its own way, so that what is damaged is still told as what it was to be.
fn inspect(bytes: &[u8], keys: Option<&Keys>, checks: &mut Checks) -> Value {
    if chain_file::is_chain(bytes) {
        return chain::inspect_file(bytes, checks);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let text = text.trim();
        match text.bytes().filter(|byte| *byte == b'.').count() {
            _ if text.starts_with('{') => return json_text::inspect(text, checks),
            2 => return json!({ "sys_integrity": token::huawei(text, checks) }),
            4 => return json!({ "play_integrity": token::play(text, keys, checks) }),
            _ => {}
        }
    }
    let envelope_error = match mobile_token::parse(bytes) {
        Ok(envelope) => return envelope::facts(&envelope, keys, checks),
        Err(error) => error,
    };
    match attestation::inspect(bytes) {
        Ok(facts) => json!({ "attestation": apple::attestation_facts(&facts, checks) }),
        Err(attestation_error) => {
            checks.failed(ENVELOPE, envelope_error.check());
            checks.failed(ATTESTATION, attestation_error.check());
            json!({
                "bytes": bytes.len(),
                "not_an_envelope": failure(envelope_error.check(), &envelope_error),
                "not_an_attestation": failure(attestation_error.check(), &attestation_error),
            })
        }
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
