//! Decides what is kept and told of an Android key.

use data_encoding::HEXLOWER;
use serde_json::json;
use touchstone_evidence::android_key::{BootState, Facts, Provisioning, SecurityLevel};

use super::Context;
use crate::mobile::details::{AndroidKeyDetails, AndroidKeyFacts, TokenDetails};
use crate::mobile::judgement::Judgement;
use crate::ports::AndroidKey;

/// What the chain says, for the verdict log.
pub(super) fn note(seen: &Facts, judgement: &mut Judgement) {
    judgement.note_certificates(&seen.certificates);
    let root = seen.root_of_trust.as_ref();
    judgement.fact(
        "description",
        json!({
            "attestation_version": seen.attestation_version,
            "security_level": level(seen.level),
            "provisioning": seen.provisioning.map(provisioning),
            "package_names": seen.package_names,
            "signer_sha256": seen.signers.iter().map(|s| HEXLOWER.encode(s)).collect::<Vec<_>>(),
            "purposes": seen.purposes,
            "origin": seen.origin,
            "verified_boot_key": root.map(|root| HEXLOWER.encode(&root.verified_boot_key)),
            "verified_boot_state": root.map(|root| boot_state(root.verified_boot_state)),
            "device_locked": root.map(|root| root.device_locked),
            "os_version": seen.os_version,
            "os_patch_level": seen.os_patch,
            "vendor_patch_level": seen.vendor_patch,
            "boot_patch_level": seen.boot_patch,
            "certificates_issued_30_days": seen.certificates_issued_30_days,
            "notes": seen.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
    );
}

/// What is kept with the key and told of it; `None` when the chain says too little.
pub(super) fn of_key(seen: &Facts) -> Option<AndroidKeyFacts> {
    let root = seen.root_of_trust.as_ref()?;
    Some(AndroidKeyFacts {
        security_level: level(seen.level).to_owned(),
        provisioning: provisioning(seen.provisioning?).to_owned(),
        attestation_version: seen.attestation_version,
        verified_boot_state: boot_state(root.verified_boot_state).to_owned(),
        device_locked: root.device_locked,
        verified_boot_key: HEXLOWER.encode(&root.verified_boot_key),
        os_version: seen.os_version,
        os_patch_level: seen.os_patch,
        vendor_patch_level: seen.vendor_patch,
        boot_patch_level: seen.boot_patch,
        certificates_issued_30_days: seen.certificates_issued_30_days,
    })
}

/// Of a chain that came just now.
pub(super) fn details(
    context: &Context<'_>,
    package_name: &str,
    seen: &Facts,
) -> Option<TokenDetails> {
    Some(TokenDetails::AndroidKey(AndroidKeyDetails {
        package_name: package_name.to_owned(),
        key_id: context.token.key_id,
        attested: true,
        attested_at: context.case.call.now,
        attested_facts: of_key(seen)?,
    }))
}

/// Of a key that was registered before.
pub(super) fn of_registration(package_name: &str, key: &AndroidKey) -> Option<TokenDetails> {
    Some(TokenDetails::AndroidKey(AndroidKeyDetails {
        package_name: package_name.to_owned(),
        key_id: key.key_id,
        attested: false,
        attested_at: key.registered_at,
        attested_facts: serde_json::from_str(&key.facts).ok()?,
    }))
}

const fn level(level: SecurityLevel) -> &'static str {
    match level {
        SecurityLevel::Software => "Software",
        SecurityLevel::Tee => "TEE",
        SecurityLevel::StrongBox => "StrongBox",
    }
}

const fn provisioning(provisioning: Provisioning) -> &'static str {
    match provisioning {
        Provisioning::Factory => "factory",
        Provisioning::Remote => "remote",
    }
}

const fn boot_state(state: BootState) -> &'static str {
    match state {
        BootState::Verified => "Verified",
        BootState::SelfSigned => "SelfSigned",
        BootState::Unverified => "Unverified",
        BootState::Failed => "Failed",
    }
}
