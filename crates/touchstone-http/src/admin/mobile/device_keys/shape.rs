//! Decides how a device key looks, of each platform.

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde_json::Value;
use touchstone_core::ports::{AndroidKey, AppleKey, DeviceKey, DevicePlatform};
use touchstone_core::{AdminError, AppId, VerdictId};

use crate::admin::audit::stored_json;

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum DeviceKeyShape {
    Apple(AppleKeyShape),
    Android(AndroidKeyShape),
}

#[derive(Debug, Serialize)]
pub(super) struct AppleKeyShape {
    platform: &'static str,
    key_id: String,
    app_id: AppId,
    environment: String,
    public_key: String,
    counter: u32,
    registered_at: String,
    last_used_at: String,
    receipt_type: Option<String>,
    receipt_due_at: Option<String>,
    risk_metric: Option<u32>,
    risk_metric_at: Option<String>,
    model: String,
    version: String,
    verdict_id: VerdictId,
    revoked_at: Option<String>,
    revoked_reason: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct AndroidKeyShape {
    platform: &'static str,
    key_id: String,
    app_id: AppId,
    /// The SubjectPublicKeyInfo.
    public_key: String,
    facts: Value,
    chain_serials: Vec<String>,
    registered_at: String,
    last_used_at: String,
    model: String,
    version: String,
    verdict_id: VerdictId,
    revoked_at: Option<String>,
    revoked_reason: Option<String>,
}

impl TryFrom<DeviceKey> for DeviceKeyShape {
    type Error = AdminError;

    fn try_from(key: DeviceKey) -> Result<Self, AdminError> {
        match key {
            DeviceKey::Apple(key) => Ok(Self::Apple(AppleKeyShape::from(key))),
            DeviceKey::Android(key) => AndroidKeyShape::try_from(key).map(Self::Android),
        }
    }
}

impl From<AppleKey> for AppleKeyShape {
    fn from(key: AppleKey) -> Self {
        Self {
            platform: DevicePlatform::Apple.as_str(),
            key_id: BASE64URL_NOPAD.encode(&key.key_id),
            app_id: key.app_id,
            environment: key.environment,
            public_key: BASE64URL_NOPAD.encode(&key.public_key),
            counter: key.counter,
            registered_at: key.registered_at.to_string(),
            last_used_at: key.last_used_at.to_string(),
            receipt_type: key.receipt_type,
            receipt_due_at: key.receipt_due_at.map(|at| at.to_string()),
            risk_metric: key.risk_metric,
            risk_metric_at: key.risk_metric_at.map(|at| at.to_string()),
            model: key.model,
            version: key.version,
            verdict_id: key.verdict_id,
            revoked_at: key.revoked_at.map(|at| at.to_string()),
            revoked_reason: key.revoked_reason,
        }
    }
}

impl TryFrom<AndroidKey> for AndroidKeyShape {
    type Error = AdminError;

    fn try_from(key: AndroidKey) -> Result<Self, AdminError> {
        Ok(Self {
            platform: DevicePlatform::AndroidKey.as_str(),
            key_id: BASE64URL_NOPAD.encode(&key.key_id),
            app_id: key.app_id,
            public_key: BASE64URL_NOPAD.encode(&key.spki),
            facts: stored_json(&key.facts, "android key facts")?,
            chain_serials: key.serials,
            registered_at: key.registered_at.to_string(),
            last_used_at: key.last_used_at.to_string(),
            model: key.model,
            version: key.version,
            verdict_id: key.verdict_id,
            revoked_at: key.revoked_at.map(|at| at.to_string()),
            revoked_reason: key.revoked_reason,
        })
    }
}
