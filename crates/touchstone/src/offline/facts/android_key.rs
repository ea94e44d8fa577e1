//! Decides how the facts of an Android key's chain are shown.

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};
use touchstone_evidence::android_key::{Facts, RootOfTrustFacts};

use super::{certificate, hexes};

/// Every field.
pub(crate) fn android_key(facts: &Facts) -> Value {
    json!({
        "key_id": BASE64.encode(&facts.key_id),
        "spki": HEXLOWER.encode(&facts.spki),
        "provisioning": facts.provisioning.map(|provisioning| provisioning.name()),
        "attestation_version": facts.attestation_version,
        "attestation_level": facts.level.name(),
        "keymint_version": facts.keymint_version,
        "keymint_level": facts.keymint_level.name(),
        "challenge": HEXLOWER.encode(&facts.challenge),
        "package_names": facts.package_names,
        "signers": hexes(&facts.signers),
        "purposes": facts.purposes,
        "origin": facts.origin,
        "root_of_trust": facts.root_of_trust.as_ref().map(root_of_trust),
        "os_version": facts.os_version,
        "os_patch": facts.os_patch,
        "vendor_patch": facts.vendor_patch,
        "boot_patch": facts.boot_patch,
        "certificates_issued_30_days": facts.certificates_issued_30_days,
        "certificates": facts.certificates.iter().map(certificate).collect::<Vec<_>>(),
        "notes": facts.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn root_of_trust(root: &RootOfTrustFacts) -> Value {
    let hash = root.verified_boot_hash.as_deref();
    json!({
        "verified_boot_key": HEXLOWER.encode(&root.verified_boot_key),
        "device_locked": root.device_locked,
        "verified_boot_state": root.verified_boot_state.name(),
        "verified_boot_hash": hash.map(|hash| HEXLOWER.encode(hash)),
    })
}
