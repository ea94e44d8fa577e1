//! `POST /admin/v1/mobile/device-keys/{platform}/{keyId}/revoke`: revokes a device key for good.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::mobile::admin;

use super::key_id;
use super::shape::DeviceKeyShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokeBody {
    reason: String,
}

/// 200 with the device key as it is now.
pub(crate) async fn revoke(
    request: Admin,
    Path((platform, key)): Path<(String, String)>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let key_id = key_id(&platform, &key)?;
    let RevokeBody { reason } = request.json()?;
    let key = admin::revoke_device_key(&request.within(&params), key_id, reason).await?;
    Ok(Answer::ok(&DeviceKeyShape::try_from(key)?))
}
