//! Decides what is shown of App Attest evidence.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use touchstone_evidence::app_attest::{assertion, attestation};
use touchstone_evidence::mobile_token::AppleToken;

use super::checks::{ASSERTION, ATTESTATION, Checks};
use super::failure;
use crate::offline::facts::certificate;

/// A token of an envelope.
pub(super) fn token_facts(token: &AppleToken<'_>, checks: &mut Checks) -> Value {
    let attestation = token.attestation.as_ref();
    let attestation = attestation.map(|bytes| match attestation::inspect(bytes) {
        Ok(facts) => attestation_facts(&facts, checks),
        Err(error) => {
            checks.failed(ATTESTATION, error.check());
            json!({ "unreadable": failure(error.check(), &error) })
        }
    });
    let assertion = match assertion::parse(&token.assertion) {
        Ok(parsed) => {
            checks.held(ASSERTION);
            json!({
                "counter": parsed.counter(),
                "rp_id_hash": HEXLOWER.encode(&parsed.rp_id_hash()),
            })
        }
        Err(error) => {
            checks.failed(ASSERTION, error.check());
            json!({ "unreadable": failure(error.check(), &error) })
        }
    };
    json!({
        "key_id": BASE64.encode(&token.key_id),
        "key_id_url": BASE64URL_NOPAD.encode(&token.key_id),
        "is_jailbroken": token.is_jailbroken,
        "assertion": assertion,
        "attestation": attestation,
    })
}

/// An attestation object that was read.
pub(super) fn attestation_facts(facts: &attestation::Facts, checks: &mut Checks) -> Value {
    checks.held(ATTESTATION);
    let [leaf, intermediate] = facts.certificates.each_ref().map(certificate);
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
