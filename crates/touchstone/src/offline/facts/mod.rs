//! Decides how the facts of evidence are shown: every field, bytes in hexadecimal, times as RFC 3339.

mod android_key;
mod play_integrity;
mod sys_integrity;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use touchstone_evidence::x509::CertificateFacts;

pub(crate) use android_key::android_key;
pub(crate) use play_integrity::play_integrity;
pub(crate) use sys_integrity::sys_integrity;

/// A certificate in a line.
pub(crate) fn certificate(facts: &CertificateFacts) -> Value {
    json!({
        "serial": HEXLOWER.encode(&facts.serial),
        "not_before": facts.not_before.to_string(),
        "not_after": facts.not_after.to_string(),
    })
}

fn hexes(digests: &[[u8; 32]]) -> Vec<String> {
    digests
        .iter()
        .map(|digest| HEXLOWER.encode(digest))
        .collect()
}
