//! Decides what `touchstone mobile inspect` prints: what an envelope or an attestation object says. It judges nothing, so nothing that it
//! prints is authentic.

use std::path::Path;

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use touchstone_evidence::app_attest::{assertion, attestation};
use touchstone_evidence::mobile_token::{self, AppleToken, Envelope, Token};

use crate::cli::{Ending, Terminal};
use crate::evidence_file;

pub(super) fn run(file: &Path, terminal: Terminal) -> anyhow::Result<Ending> {
    let bytes = evidence_file::read(file)?;
    let (value, ending) = match mobile_token::parse(&bytes) {
        Ok(envelope) => (envelope_facts(&envelope), Ending::Done),
        Err(envelope_error) => match attestation::inspect(&bytes) {
            Ok(facts) => (
                json!({ "attestation": attestation_facts(&facts) }),
                Ending::Done,
            ),
            Err(attestation_error) => {
                let neither = json!({
                    "bytes": bytes.len(),
                    "not_an_envelope": failure(envelope_error.check(), &envelope_error),
                    "not_an_attestation": failure(attestation_error.check(), &attestation_error),
                });
                (neither, Ending::Refused)
            }
        },
    };
    terminal.object(&value)?;
    Ok(ending)
}

/// The failed check, and the error with its causes.
fn failure(check: &str, error: &dyn std::error::Error) -> String {
    let mut text = format!("{check}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

fn envelope_facts(envelope: &Envelope<'_>) -> Value {
    let device = &envelope.device;
    let token = match &envelope.token {
        Token::Apple(token) => apple_facts(token),
        Token::Gms(token) => json!({
            "package_name": token.package_name,
            "token_type": format!("{:?}", token.token_type).to_lowercase(),
            "token_bytes": token.token.len(),
        }),
        Token::Hms(token) => json!({ "token_bytes": token.token.len() }),
        Token::AndroidKey(token) => json!({
            "key_id": BASE64.encode(&token.key_id),
            "certificates": token.chain.as_ref().map(Vec::len),
            "signature_bytes": token.signature.as_ref().map(|signature| signature.len()),
        }),
    };
    json!({
        "service": envelope.token.service().word(),
        "device": { "model": device.model, "version": device.version },
        "token": token,
    })
}

fn apple_facts(token: &AppleToken<'_>) -> Value {
    let assertion = match assertion::parse(&token.assertion) {
        Ok(parsed) => json!({
            "counter": parsed.counter(),
            "rp_id_hash": HEXLOWER.encode(&parsed.rp_id_hash()),
        }),
        Err(error) => json!({ "unreadable": failure(error.check(), &error) }),
    };
    let attestation = token
        .attestation
        .as_ref()
        .map(|bytes| match attestation::inspect(bytes) {
            Ok(facts) => attestation_facts(&facts),
            Err(error) => json!({ "unreadable": failure(error.check(), &error) }),
        });
    json!({
        "key_id": BASE64.encode(&token.key_id),
        "key_id_url": BASE64URL_NOPAD.encode(&token.key_id),
        "is_jailbroken": token.is_jailbroken,
        "assertion": assertion,
        "attestation": attestation,
    })
}

fn attestation_facts(facts: &attestation::Facts) -> Value {
    let [leaf, intermediate] = facts.certificates.each_ref().map(|certificate| {
        json!({
            "serial": HEXLOWER.encode(&certificate.serial),
            "not_before": certificate.not_before.to_string(),
            "not_after": certificate.not_after.to_string(),
        })
    });
    json!({
        "rp_id_hash": HEXLOWER.encode(&facts.rp_id_hash),
        "environment": facts.environment.map(|environment| environment.name()),
        "counter": facts.counter,
        "credential_id": BASE64.encode(&facts.credential_id),
        "nonce": facts.nonce.map(|nonce| HEXLOWER.encode(&nonce)),
        "os_version": facts.operating_system.version,
        "os_build": facts.operating_system.build,
        "receipt_bytes": facts.receipt_bytes,
        "leaf": leaf,
        "intermediate": intermediate,
    })
}
