//! `PUT /admin/v1/mobile/apple-apps/{id}/devicecheck-key`: gives the app the key of its team; never readable again.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::mobile::admin::{self, NewDeviceCheckKey};
use zeroize::Zeroizing;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

/// Not `Debug`: it holds the key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyBody {
    key_id: String,
    p8: Zeroizing<String>,
}

/// 200 with the app.
pub(crate) async fn set_devicecheck_key(
    request: Admin,
    Path(id): Path<String>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (KeyBody { key_id, p8 }, if_match) = (request.json()?, request.if_match()?);
    let key = NewDeviceCheckKey { key_id, p8 };
    let call = request.within(&params);
    Ok(one(admin::set_devicecheck_key(
        &call,
        app_id(&id)?,
        if_match,
        key,
    )
    .await?))
}
