//! `GET /admin/v1/mobile/device-keys/{platform}/{keyId}`: a device key.

use axum::extract::Path;
use touchstone_core::mobile::admin;

use super::key_id;
use super::shape::DeviceKeyShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the device key.
pub(crate) async fn get(
    request: Admin,
    Path((platform, key)): Path<(String, String)>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let key_id = key_id(&platform, &key)?;
    let key = admin::device_key(&request.within(&params), key_id).await?;
    Ok(Answer::ok(&DeviceKeyShape::try_from(key)?))
}
