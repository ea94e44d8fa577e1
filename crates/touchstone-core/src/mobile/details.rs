//! Decides what a relying party learns of accepted evidence (spec mobile.md 2.2, details objects).

use serde::{Deserialize, Serialize};
use touchstone_evidence::Timestamp;

use super::settings::Environment;

/// Facts of accepted evidence, one shape per platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenDetails {
    /// Apple App Attest.
    Apple(AppleTokenDetails),
    /// Google Play Integrity.
    Google(GoogleTokenDetails),
    /// Huawei SysIntegrity.
    Huawei(HuaweiTokenDetails),
    /// Android Key Attestation (Extension).
    AndroidKey(AndroidKeyDetails),
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

/// Facts of a Play Integrity token. Words are as Google sent them, unknown ones too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoogleTokenDetails {
    /// The package: of the app, else of the request.
    pub package_name: String,
    /// `deviceRecognitionVerdict`.
    pub device_integrity_verdicts: Vec<String>,
    /// Which kind of request made the token: `classic` or `standard`.
    pub token_type: &'static str,
    /// `appRecognitionVerdict`.
    pub app_recognition_verdict: Option<String>,
    /// `appLicensingVerdict`.
    pub app_licensing_verdict: Option<String>,
    /// `versionCode`.
    pub version_code: Option<String>,
    /// `playProtectVerdict`.
    pub play_protect_verdict: Option<String>,
    /// `recentDeviceActivity.deviceActivityLevel`.
    pub recent_device_activity_level: Option<String>,
    /// `appsDetected`; `None` when nothing was told.
    pub app_access_risk_verdicts: Option<Vec<String>>,
    /// SHA-256 of each certificate that signed the app; `None` when nothing was told.
    pub certificate_sha256: Option<Vec<[u8; 32]>>,
    /// `deviceAttributes.sdkVersion`.
    pub device_sdk_version: Option<u32>,
    /// Whether the answer was set up for testing.
    pub is_testing_response: bool,
    /// When the verdict was made.
    pub requested_at: Timestamp,
}

/// Facts of a SysIntegrity token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HuaweiTokenDetails {
    /// The package.
    pub package_name: String,
    /// The app's identifier at Huawei.
    pub app_id: String,
    /// Whether the device's integrity holds.
    pub basic_integrity: bool,
    /// What the user could do about it.
    pub advice: Option<String>,
    /// What is wrong; may be empty.
    pub detail: Vec<String>,
    /// SHA-256 of each certificate that signed the app.
    pub certificate_sha256: Vec<[u8; 32]>,
    /// When the verdict was made.
    pub made_at: Option<Timestamp>,
}

/// Facts of an Android key; when it was registered before, those of the registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AndroidKeyDetails {
    /// The registered package.
    pub package_name: String,
    /// SHA-256 of the key's SubjectPublicKeyInfo.
    pub key_id: [u8; 32],
    /// Whether this token carried a chain.
    pub attested: bool,
    /// When the key was attested.
    pub attested_at: Timestamp,
    /// What its chain and description say.
    pub attested_facts: AndroidKeyFacts,
}

/// What was attested of an Android key; kept with a registered one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AndroidKeyFacts {
    /// Where the key is kept: `TEE` or `StrongBox`.
    pub security_level: String,
    /// How the device's attestation key was provisioned: `factory` or `remote`.
    pub provisioning: String,
    /// The version of the description.
    pub attestation_version: u32,
    /// `Verified`, `SelfSigned` or `Unverified`.
    pub verified_boot_state: String,
    /// Whether the boot loader is locked.
    pub device_locked: bool,
    /// The verified boot key, in hexadecimal.
    pub verified_boot_key: String,
    /// The system's version, such as 140000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_version: Option<u32>,
    /// The system's patch level: YYYYMM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_patch_level: Option<u32>,
    /// The maker's patch level: YYYYMMDD or YYYYMM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_patch_level: Option<u32>,
    /// The boot image's patch level: YYYYMMDD or YYYYMM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot_patch_level: Option<u32>,
    /// How many certificates the device was given in 30 days, when its provisioning tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates_issued_30_days: Option<u64>,
}
