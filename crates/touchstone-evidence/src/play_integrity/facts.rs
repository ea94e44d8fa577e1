//! Decides nothing: tells what a payload says, for answers, for the verdict log and for inspection by hand. Nothing told
//! here is authentic unless the token was opened and judged.

use alloc::string::String;
use alloc::vec::Vec;

use super::payload::Payload;
use super::{Error, TokenType};
use crate::Timestamp;
use crate::digest::Sha256;
use crate::jose;

/// What a payload says, accepted or not. Words are kept as sent, known or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// `appIntegrity.packageName`, else `requestDetails.requestPackageName`.
    pub package_name: Option<String>,
    /// `deviceIntegrity.deviceRecognitionVerdict`.
    pub device_labels: Vec<String>,
    /// `appIntegrity.appRecognitionVerdict`.
    pub app_recognition: Option<String>,
    /// `accountDetails.appLicensingVerdict`.
    pub licensing: Option<String>,
    /// `appIntegrity.versionCode`, as text also when it came as a number.
    pub version_code: Option<String>,
    /// `environmentDetails.playProtectVerdict`.
    pub play_protect: Option<String>,
    /// `deviceIntegrity.recentDeviceActivity.deviceActivityLevel`.
    pub recent_device_activity: Option<String>,
    /// `environmentDetails.appAccessRiskVerdict.appsDetected`.
    pub apps_detected: Vec<String>,
    /// `appIntegrity.certificateSha256Digest`, as far as it holds SHA-256 values.
    pub certificate_sha256: Vec<Sha256>,
    /// `deviceIntegrity.deviceAttributes.sdkVersion`.
    pub device_sdk_version: Option<u32>,
    /// `testingDetails.isTestingResponse`; absent = false.
    pub is_testing_response: bool,
    /// `requestDetails.timestampMillis`.
    pub requested_at: Timestamp,
    /// `requestDetails.nonce`.
    pub nonce: Option<String>,
    /// `requestDetails.requestHash`.
    pub request_hash: Option<String>,
}

impl Facts {
    /// The text that carries the nonce of a token of this type; the other is never a fallback (G8).
    pub fn nonce_text(&self, token_type: TokenType) -> Option<&str> {
        match token_type {
            TokenType::Classic => self.nonce.as_deref(),
            TokenType::Standard => self.request_hash.as_deref(),
        }
    }
}

/// Reads a payload without judging it: check G6 alone.
pub fn inspect(payload: &[u8]) -> Result<Facts, Error> {
    Payload::parse(payload).map(|payload| payload.facts)
}

/// The bytes of a nonce: base64 or base64url, with or without padding, never hexadecimal (spec mobile.md section 3.4).
pub fn nonce_bytes(text: &str) -> Option<Vec<u8>> {
    jose::decode_any(text)
}
