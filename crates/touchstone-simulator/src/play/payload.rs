//! What does a verdict say? The object `tokenPayloadExternal`, every field of it to be set.

use crate::jose::base64url;
use crate::json::{Json, Members};

/// A verdict before it is written as JSON. `None` leaves a field out, and an object without fields is left
/// out too, but for `requestDetails` and `deviceIntegrity`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// `requestDetails.requestPackageName`.
    pub request_package_name: String,
    /// `requestDetails.nonce`: of classic requests.
    pub nonce: Option<String>,
    /// `requestDetails.requestHash`: of standard requests.
    pub request_hash: Option<String>,
    /// `requestDetails.timestampMillis`, unix milliseconds.
    pub timestamp_ms: Option<i64>,
    /// Whether the timestamp is written as a number and not, as Google does, as text.
    pub timestamp_as_number: bool,
    /// `appIntegrity.appRecognitionVerdict`.
    pub app_recognition_verdict: Option<String>,
    /// `appIntegrity.packageName`.
    pub package_name: Option<String>,
    /// `appIntegrity.certificateSha256Digest`, base64url without padding.
    pub certificate_sha256_digests: Option<Vec<String>>,
    /// `appIntegrity.versionCode`.
    pub version_code: Option<String>,
    /// `deviceIntegrity.deviceRecognitionVerdict`.
    pub device_recognition_verdicts: Option<Vec<String>>,
    /// `deviceIntegrity.deviceAttributes.sdkVersion`.
    pub device_sdk_version: Option<u32>,
    /// `deviceIntegrity.recentDeviceActivity.deviceActivityLevel`.
    pub recent_device_activity_level: Option<String>,
    /// `accountDetails.appLicensingVerdict`.
    pub app_licensing_verdict: Option<String>,
    /// `environmentDetails.appAccessRiskVerdict.appsDetected`.
    pub apps_detected: Option<Vec<String>>,
    /// `environmentDetails.playProtectVerdict`.
    pub play_protect_verdict: Option<String>,
    /// `testingDetails.isTestingResponse`.
    pub is_testing_response: Option<bool>,
}

impl Payload {
    /// The verdict that Google gives for a standard token that was decoded before: the same request, and
    /// nothing evaluated.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let unevaluated = || Some("UNEVALUATED".to_owned());
        Self {
            request_package_name: self.request_package_name.clone(),
            nonce: self.nonce.clone(),
            request_hash: self.request_hash.clone(),
            timestamp_ms: self.timestamp_ms,
            timestamp_as_number: self.timestamp_as_number,
            app_recognition_verdict: unevaluated(),
            package_name: None,
            certificate_sha256_digests: None,
            version_code: None,
            device_recognition_verdicts: None,
            device_sdk_version: None,
            recent_device_activity_level: None,
            app_licensing_verdict: unevaluated(),
            apps_detected: None,
            play_protect_verdict: None,
            is_testing_response: None,
        }
    }

    /// The JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        Json::Object(self.members()).to_string()
    }

    pub(super) fn members(&self) -> Members {
        let mut members = Members::default();
        members.put("requestDetails", Json::Object(self.request_details()));
        let mut put = |name, object: Members| {
            if !object.0.is_empty() {
                members.put(name, Json::Object(object));
            }
        };
        put("appIntegrity", self.app_integrity());
        let mut account = Members::default();
        account.put_known("appLicensingVerdict", self.app_licensing_verdict.as_deref());
        put("accountDetails", account);
        put("environmentDetails", self.environment_details());
        let mut testing = Members::default();
        if let Some(value) = self.is_testing_response {
            testing.put("isTestingResponse", Json::Bool(value));
        }
        put("testingDetails", testing);
        members.put("deviceIntegrity", Json::Object(self.device_integrity()));
        members
    }

    fn request_details(&self) -> Members {
        let mut members = Members::default();
        members.put("requestPackageName", Json::text(&self.request_package_name));
        if let Some(timestamp_ms) = self.timestamp_ms {
            let value = match self.timestamp_as_number {
                true => Json::Number(timestamp_ms),
                false => Json::Text(timestamp_ms.to_string()),
            };
            members.put("timestampMillis", value);
        }
        members.put_known("nonce", self.nonce.as_deref());
        members.put_known("requestHash", self.request_hash.as_deref());
        members
    }

    fn app_integrity(&self) -> Members {
        let mut members = Members::default();
        members.put_known(
            "appRecognitionVerdict",
            self.app_recognition_verdict.as_deref(),
        );
        members.put_known("packageName", self.package_name.as_deref());
        if let Some(digests) = &self.certificate_sha256_digests {
            members.put("certificateSha256Digest", Json::texts(digests));
        }
        members.put_known("versionCode", self.version_code.as_deref());
        members
    }

    fn device_integrity(&self) -> Members {
        let mut members = Members::default();
        if let Some(labels) = &self.device_recognition_verdicts {
            members.put("deviceRecognitionVerdict", Json::texts(labels));
        }
        if let Some(version) = self.device_sdk_version {
            let attributes = Json::object([("sdkVersion", Json::Number(version.into()))]);
            members.put("deviceAttributes", attributes);
        }
        if let Some(level) = &self.recent_device_activity_level {
            let activity = Json::object([("deviceActivityLevel", Json::text(level))]);
            members.put("recentDeviceActivity", activity);
        }
        members
    }

    fn environment_details(&self) -> Members {
        let mut members = Members::default();
        if let Some(apps) = &self.apps_detected {
            let risk = Json::object([("appsDetected", Json::texts(apps))]);
            members.put("appAccessRiskVerdict", risk);
        }
        members.put_known("playProtectVerdict", self.play_protect_verdict.as_deref());
        members
    }
}

/// A digest as verdicts write it.
pub(super) fn digest_text(digest: &[u8; 32]) -> String {
    base64url(digest)
}
