//! Decides how a device key looks.

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use touchstone_core::ports::AppleKey;
use touchstone_core::{AppId, VerdictId};

use super::APPLE;

#[derive(Debug, Serialize)]
pub(super) struct DeviceKeyShape {
    platform: &'static str,
    key_id: String,
    app_id: AppId,
    environment: String,
    public_key: String,
    counter: u32,
    registered_at: String,
    last_used_at: String,
    receipt_type: Option<String>,
    risk_metric: Option<u32>,
    risk_metric_at: Option<String>,
    model: String,
    version: String,
    verdict_id: VerdictId,
    revoked_at: Option<String>,
    revoked_reason: Option<String>,
}

impl From<AppleKey> for DeviceKeyShape {
    fn from(key: AppleKey) -> Self {
        Self {
            platform: APPLE,
            key_id: BASE64URL_NOPAD.encode(&key.key_id),
            app_id: key.app_id,
            environment: key.environment,
            public_key: BASE64URL_NOPAD.encode(&key.public_key),
            counter: key.counter,
            registered_at: key.registered_at.to_string(),
            last_used_at: key.last_used_at.to_string(),
            receipt_type: key.receipt_type,
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
