//! Decides how the facts of a Huawei SysIntegrity token are shown.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use touchstone_evidence::sys_integrity::Facts;

use super::{certificate, hexes};

/// Every field.
pub(crate) fn sys_integrity(facts: &Facts) -> Value {
    json!({
        "package_name": facts.package_name,
        "app_id": facts.app_id,
        "basic_integrity": facts.basic_integrity,
        "advice": facts.advice,
        "detail": facts.detail,
        "certificate_sha256": hexes(&facts.certificate_sha256),
        "timestamp": facts.timestamp.map(|at| at.to_string()),
        "nonce": facts.nonce.as_deref().map(|nonce| HEXLOWER.encode(nonce)),
        "certificates": facts.certificates.iter().map(certificate).collect::<Vec<_>>(),
    })
}
