//! `DELETE /admin/v1/mobile/device-keys/{platform}/{keyId}`: forgets a device key; the device must attest again.

use axum::extract::Path;
use touchstone_core::mobile::admin;

use super::key_id;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 204.
pub(crate) async fn forget(
    request: Admin,
    Path((platform, key)): Path<(String, String)>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let key_id = key_id(&platform, &key)?;
    admin::forget_device_key(&request.within(&params), key_id).await?;
    Ok(Answer::nothing())
}
