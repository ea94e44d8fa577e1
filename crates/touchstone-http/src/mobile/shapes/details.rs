//! The details objects, one per platform (spec mobile.md 2.2). What is unknown is left out.

use data_encoding::{BASE64, HEXLOWER};
use serde::Serialize;
use touchstone_core::mobile::{
    AndroidKeyDetails, AndroidKeyFacts, AppleTokenDetails, GoogleTokenDetails, HuaweiTokenDetails,
    TokenDetails,
};

/// The one details object of an answer, under its platform's name.
#[derive(Debug, Serialize)]
pub(super) enum DetailsBody<'a> {
    /// Google Play Integrity.
    #[serde(rename = "googleTokenDetails")]
    Google(GoogleBody<'a>),
    /// Apple App Attest.
    #[serde(rename = "appleTokenDetails")]
    Apple(AppleBody<'a>),
    /// Huawei SysIntegrity.
    #[serde(rename = "huaweiTokenDetails")]
    Huawei(HuaweiBody<'a>),
    /// Android Key Attestation.
    #[serde(rename = "androidKeyDetails")]
    AndroidKey(AndroidKeyBody<'a>),
}

/// Facts of a Play Integrity token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GoogleBody<'a> {
    package_name: &'a str,
    device_integrity_verdicts: &'a [String],
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_recognition_verdict: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_licensing_verdict: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    play_protect_verdict: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recent_device_activity_level: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_access_risk_verdicts: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_sha256_digests: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_sdk_version: Option<u32>,
    /// Only when it is so.
    #[serde(skip_serializing_if = "is_false")]
    is_testing_response: bool,
    request_timestamp_utc: String,
}

/// Facts of an Apple token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppleBody<'a> {
    app_id: &'a str,
    environment: &'static str,
    key_id: String,
    attested: bool,
    counter: u32,
    attested_at_utc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_jailbroken: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_build: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_risk_metric: Option<u32>,
}

/// Facts of a SysIntegrity token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HuaweiBody<'a> {
    package_name: &'a str,
    app_id: &'a str,
    basic_integrity: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'a str>,
    detail: &'a [String],
    certificate_sha256_digests: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp_utc: Option<String>,
}

/// Facts of an Android key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AndroidKeyBody<'a> {
    package_name: &'a str,
    key_id: String,
    attested: bool,
    attested_at_utc: String,
    security_level: &'a str,
    provisioning: &'a str,
    attestation_version: u32,
    verified_boot_state: &'a str,
    device_locked: bool,
    verified_boot_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_patch_level: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor_patch_level: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    boot_patch_level: Option<u32>,
    #[serde(rename = "certificatesIssued30Days")]
    #[serde(skip_serializing_if = "Option::is_none")]
    certificates_issued_30_days: Option<u64>,
}

impl<'a> DetailsBody<'a> {
    /// Of these facts.
    pub(super) fn new(details: &'a TokenDetails) -> Self {
        match details {
            TokenDetails::Google(google) => Self::Google(GoogleBody::new(google)),
            TokenDetails::Apple(apple) => Self::Apple(AppleBody::new(apple)),
            TokenDetails::Huawei(huawei) => Self::Huawei(HuaweiBody::new(huawei)),
            TokenDetails::AndroidKey(key) => Self::AndroidKey(AndroidKeyBody::new(key)),
        }
    }
}

impl<'a> AppleBody<'a> {
    fn new(apple: &'a AppleTokenDetails) -> Self {
        Self {
            app_id: &apple.app_id,
            environment: apple.environment.as_str(),
            key_id: BASE64.encode(&apple.key_id),
            attested: apple.attested,
            counter: apple.counter,
            attested_at_utc: apple.attested_at.to_string(),
            is_jailbroken: apple.is_jailbroken,
            os_version: apple.os_version.as_deref(),
            os_build: apple.os_build.as_deref(),
            receipt_risk_metric: apple.receipt_risk_metric,
        }
    }
}

impl<'a> GoogleBody<'a> {
    fn new(google: &'a GoogleTokenDetails) -> Self {
        Self {
            package_name: &google.package_name,
            device_integrity_verdicts: &google.device_integrity_verdicts,
            token_type: google.token_type,
            app_recognition_verdict: google.app_recognition_verdict.as_deref(),
            app_licensing_verdict: google.app_licensing_verdict.as_deref(),
            version_code: google.version_code.as_deref(),
            play_protect_verdict: google.play_protect_verdict.as_deref(),
            recent_device_activity_level: google.recent_device_activity_level.as_deref(),
            app_access_risk_verdicts: google.app_access_risk_verdicts.as_deref(),
            certificate_sha256_digests: google.certificate_sha256.as_deref().map(hex),
            device_sdk_version: google.device_sdk_version,
            is_testing_response: google.is_testing_response,
            request_timestamp_utc: google.requested_at.to_string(),
        }
    }
}

impl<'a> HuaweiBody<'a> {
    fn new(huawei: &'a HuaweiTokenDetails) -> Self {
        Self {
            package_name: &huawei.package_name,
            app_id: &huawei.app_id,
            basic_integrity: huawei.basic_integrity,
            advice: huawei.advice.as_deref(),
            detail: &huawei.detail,
            certificate_sha256_digests: hex(&huawei.certificate_sha256),
            timestamp_utc: huawei.made_at.map(|at| at.to_string()),
        }
    }
}

impl<'a> AndroidKeyBody<'a> {
    fn new(key: &'a AndroidKeyDetails) -> Self {
        let facts: &AndroidKeyFacts = &key.attested_facts;
        Self {
            package_name: &key.package_name,
            key_id: BASE64.encode(&key.key_id),
            attested: key.attested,
            attested_at_utc: key.attested_at.to_string(),
            security_level: &facts.security_level,
            provisioning: &facts.provisioning,
            attestation_version: facts.attestation_version,
            verified_boot_state: &facts.verified_boot_state,
            device_locked: facts.device_locked,
            verified_boot_key: &facts.verified_boot_key,
            os_version: facts.os_version,
            os_patch_level: facts.os_patch_level,
            vendor_patch_level: facts.vendor_patch_level,
            boot_patch_level: facts.boot_patch_level,
            certificates_issued_30_days: facts.certificates_issued_30_days,
        }
    }
}

fn hex(digests: &[[u8; 32]]) -> Vec<String> {
    digests
        .iter()
        .map(|digest| HEXLOWER.encode(digest))
        .collect()
}

const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests;
