//! Decides how the facts of a Play Integrity payload are shown.

use serde_json::{Value, json};
use touchstone_evidence::play_integrity::Facts;

use super::hexes;

/// Every field.
pub(crate) fn play_integrity(facts: &Facts) -> Value {
    json!({
        "package_name": facts.package_name,
        "device_labels": facts.device_labels,
        "app_recognition": facts.app_recognition,
        "licensing": facts.licensing,
        "version_code": facts.version_code,
        "play_protect": facts.play_protect,
        "recent_device_activity": facts.recent_device_activity,
        "apps_detected": facts.apps_detected,
        "certificate_sha256": hexes(&facts.certificate_sha256),
        "device_sdk_version": facts.device_sdk_version,
        "is_testing_response": facts.is_testing_response,
        "requested_at": facts.requested_at.to_string(),
        "nonce": facts.nonce,
        "request_hash": facts.request_hash,
    })
}
