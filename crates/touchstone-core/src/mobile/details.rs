//! Decides what a relying party learns of accepted evidence (spec mobile.md 2.2, details objects).

use touchstone_evidence::Timestamp;

use super::settings::Environment;

/// Facts of accepted evidence, one shape per platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenDetails {
    /// Apple App Attest.
    Apple(AppleTokenDetails),
}

/// Facts of an Apple token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppleTokenDetails {
    /// `TEAMID.bundle.id`.
    pub app_id: String,
    /// The environment.
    pub environment: Environment,
    /// SHA-256 of the device key.
    pub key_id: [u8; 32],
    /// Whether this token carried an attestation.
    pub attested: bool,
    /// The counter of the assertion.
    pub counter: u32,
    /// When the device key was attested.
    pub attested_at: Timestamp,
    /// As the device reported it.
    pub is_jailbroken: Option<bool>,
    /// As attested; only with an attestation.
    pub os_version: Option<String>,
    /// As attested; only with an attestation.
    pub os_build: Option<String>,
    /// Apple's risk metric, once a receipt told it.
    pub receipt_risk_metric: Option<u32>,
}
