//! Decides which lines of a policy stand together under one name.

use serde::{Deserialize, Serialize};

use touchstone_evidence::android_key::SecurityLevel;
use touchstone_evidence::webauthn::metadata::StatusScope;
use touchstone_evidence::webauthn::trust::{AttestationMode, Permission, UnknownAuthenticator};
use touchstone_evidence::webauthn::{AttestationType, BackupEligible};
use touchstone_evidence::x509::Revocation;

use super::worded;
use super::words::{AttestationPreference, StatusUserId, UserVerification};

/// What is asked of attestation (spec webauthn.md 4.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// The preference of options that name none.
    pub default: AttestationPreference,
    /// Whether a registration must bring a statement other than none and self.
    pub require: bool,
    /// What statements may prove (T3).
    #[serde(with = "worded::list")]
    pub accepted_types: Vec<AttestationType>,
    /// Whether the verdict depends on trust.
    #[serde(with = "worded::one")]
    pub mode: AttestationMode,
    /// What becomes of a model without metadata and anchors (T4).
    #[serde(with = "worded::one")]
    pub unknown_authenticator: UnknownAuthenticator,
    /// Whether algorithms must be listed in the metadata (T6).
    pub metadata_algorithms: bool,
    /// What becomes of a chain that brings its root along (T10).
    #[serde(with = "worded::one")]
    pub x5c_contains_anchor: Permission,
    /// What becomes of certificates that are signed with SHA-1 (T9).
    #[serde(with = "worded::one")]
    pub sha1_certificates: Permission,
    /// How revocation is asked (T12): of the lists that certificates name; for android-key also of Google's status list, which is then the one
    /// that `hard` needs to be current.
    #[serde(with = "worded::one")]
    pub revocation: Revocation,
}

/// Trust anchors of a relying party's own, by format: certificates in PEM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnchorLists {
    /// For `packed`.
    pub packed: Vec<String>,
    /// For `tpm`.
    pub tpm: Vec<String>,
    /// For `android-key`.
    pub android_key: Vec<String>,
    /// For `android-safetynet`.
    pub android_safetynet: Vec<String>,
    /// For `fido-u2f`.
    pub fido_u2f: Vec<String>,
    /// For `apple`.
    pub apple: Vec<String>,
}

impl AnchorLists {
    /// The formats by name, with their certificates.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Vec<String>)> {
        [
            ("packed", &self.packed),
            ("tpm", &self.tpm),
            ("android_key", &self.android_key),
            ("android_safetynet", &self.android_safetynet),
            ("fido_u2f", &self.fido_u2f),
            ("apple", &self.apple),
        ]
        .into_iter()
    }
}

/// Which models are taken, by AAGUID in the text form of a UUID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AaguidLists {
    /// Only these; empty for all.
    pub allow: Vec<String>,
    /// Not these.
    pub deny: Vec<String>,
    /// Whether the AAGUID must be proven when `allow` is not empty; `null` = where attestation is enforced.
    pub require_proof: Option<bool>,
}

/// What metadata may say of a model, and how the status service calls users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusRules {
    /// Statuses that refuse.
    pub undesired: Vec<String>,
    /// In which reports they count.
    #[serde(with = "worded::one")]
    pub scope: StatusScope,
    /// The newest certification must be one of these; empty for any.
    pub required: Vec<String>,
    /// What the status service calls a user.
    pub user_id: StatusUserId,
    /// How long the status of an ended ceremony is told, in seconds.
    pub retention_s: u32,
}

/// How much the user must be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserVerificationRules {
    /// What options ask for at least.
    pub minimum: UserVerification,
}

/// Android Key Attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AndroidKeyRules {
    /// Where the key must be kept.
    #[serde(with = "worded::one")]
    pub minimum_level: SecurityLevel,
}

/// TPM attestation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TpmRules {
    /// Manufacturers that are taken, such as `id:494E5443`; empty for all.
    pub manufacturers: Vec<String>,
}

/// Whether credentials may be backed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// The BE flag.
    #[serde(with = "worded::one")]
    pub eligible: BackupEligible,
}

/// How long ceremonies take, in milliseconds (spec webauthn.md 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeouts {
    /// With user verification required or preferred.
    pub user_verification_ms: u32,
    /// With user verification discouraged.
    pub no_user_verification_ms: u32,
    /// How much later a result is still taken.
    pub grace_ms: u32,
}
