//! Decides how a policy reads in the terms of the evidence crate: what statements and trust are judged against.

use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::StatusPolicy;
use touchstone_evidence::webauthn::statement::{FormatSettings, StatementPolicy};
use touchstone_evidence::webauthn::trust::TrustPolicy;

use super::RpPolicy;

impl RpPolicy {
    /// What attestation statements are judged against (spec webauthn.md 4.3).
    pub fn statement_policy(&self) -> StatementPolicy {
        StatementPolicy {
            formats: FormatSettings::of(&self.formats),
            attestation_required: self.attestation.require,
            u2f_zero_aaguid: self.u2f_zero_aaguid,
            android_key_lists: self.android_key_lists,
            android_key_minimum_level: self.android_key.minimum_level,
            tpm_manufacturers: self.tpm.manufacturers.clone(),
            compound: self.compound,
        }
    }

    /// What trust is judged against (spec webauthn.md 4.4).
    pub fn trust_policy(&self) -> TrustPolicy {
        let attestation = &self.attestation;
        TrustPolicy {
            aaguid_deny: aaguids(&self.aaguid.deny),
            aaguid_allow: aaguids(&self.aaguid.allow),
            require_proof: self.requires_aaguid_proof(),
            accepted_types: attestation.accepted_types.clone(),
            attestation_required: attestation.require,
            mode: attestation.mode,
            unknown_authenticator: attestation.unknown_authenticator,
            metadata_algorithms: attestation.metadata_algorithms,
            x5c_contains_anchor: attestation.x5c_contains_anchor,
            sha1_certificates: attestation.sha1_certificates,
            revocation: attestation.revocation,
            status: StatusPolicy {
                undesired: self.status.undesired.clone(),
                scope: self.status.scope,
                required: self.status.required.clone(),
            },
        }
    }
}

/// A policy in force holds AAGUIDs only: others were refused when it was set.
fn aaguids(texts: &[String]) -> Vec<Aaguid> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}
