//! `DELETE /admin/v1/mobile/apple-apps/{id}/devicecheck-key`: takes the key of its team from the app.

use axum::extract::Path;
use touchstone_core::mobile::admin;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

/// 200 with the app.
pub(crate) async fn clear_devicecheck_key(
    request: Admin,
    Path(id): Path<String>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (call, if_match) = (request.within(&params), request.if_match()?);
    Ok(one(admin::clear_devicecheck_key(
        &call,
        app_id(&id)?,
        if_match,
    )
    .await?))
}
