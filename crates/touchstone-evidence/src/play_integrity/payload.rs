//! Decides whether a payload has its shape: check G6. Every object but `requestDetails` may be missing. Members that
//! nothing is decided by (device activity, SDK version) count as absent when they are not what they should be.

use alloc::string::String;
use alloc::vec::Vec;

use super::members::Members;
use super::{Error, Facts, Fault};
use crate::Timestamp;
use crate::digest::Sha256;
use crate::jose;
use crate::json;
use crate::limits::PLAY_PAYLOAD_BYTES_MAX;

/// A payload whose shape is right, with what the facts do not keep apart.
pub(super) struct Payload {
    pub(super) facts: Facts,
    pub(super) request_package_name: Option<String>,
    pub(super) app_package_name: Option<String>,
    /// `certificateSha256Digest` in its order; `None` where it is no SHA-256 value.
    pub(super) certificates: Vec<Option<Sha256>>,
}

impl Payload {
    pub(super) fn parse(payload: &[u8]) -> Result<Self, Error> {
        Self::read(payload).map_err(Error::PayloadMalformed)
    }

    fn read(payload: &[u8]) -> Result<Self, Fault> {
        let document = json::parse(payload, PLAY_PAYLOAD_BYTES_MAX).map_err(Fault::Json)?;
        let payload = Members::of(Some(&document), "payload")?;
        let request = Members::of(document.get("requestDetails"), "requestDetails")?;
        let app = payload.object("appIntegrity")?;
        let device = payload.object("deviceIntegrity")?;
        let environment = payload.object("environmentDetails")?;
        let app_access = environment.object("appAccessRiskVerdict")?;
        let testing = payload.object("testingDetails")?;
        let requested_at = request.unsigned("timestampMillis")?;
        let requested_at = requested_at.ok_or(Fault::Member("timestampMillis"))?;
        let request_package_name = request.text("requestPackageName")?;
        let app_package_name = app.text("packageName")?;
        let certificates = digests(&app.texts("certificateSha256Digest")?);
        let facts = Facts {
            package_name: app_package_name.clone().or(request_package_name.clone()),
            device_labels: device.texts("deviceRecognitionVerdict")?,
            app_recognition: app.text("appRecognitionVerdict")?,
            licensing: payload
                .object("accountDetails")?
                .text("appLicensingVerdict")?,
            version_code: app.number_text("versionCode")?,
            play_protect: environment.text("playProtectVerdict")?,
            recent_device_activity: device_activity(device).unwrap_or_default(),
            apps_detected: app_access.texts("appsDetected")?,
            certificate_sha256: certificates.iter().copied().flatten().collect(),
            device_sdk_version: sdk_version(device).unwrap_or_default(),
            is_testing_response: testing.boolean("isTestingResponse")? == Some(true),
            requested_at: Timestamp::from_unix_ms(requested_at),
            nonce: request.text("nonce")?,
            request_hash: request.text("requestHash")?,
        };
        Ok(Self {
            facts,
            request_package_name,
            app_package_name,
            certificates,
        })
    }
}

fn digests(texts: &[String]) -> Vec<Option<Sha256>> {
    let digest = |text: &String| jose::decode_any(text)?.try_into().ok();
    texts.iter().map(digest).collect()
}

fn device_activity(device: Members<'_>) -> Result<Option<String>, Fault> {
    let activity = device.object("recentDeviceActivity")?;
    activity.text("deviceActivityLevel")
}

fn sdk_version(device: Members<'_>) -> Result<Option<u32>, Fault> {
    let version = device.object("deviceAttributes")?.unsigned("sdkVersion")?;
    Ok(version.and_then(|version| u32::try_from(version).ok()))
}
