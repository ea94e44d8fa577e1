//! `GET /admin/v1/mobile/apple-apps/{id}`: an app.

use axum::extract::Path;
use touchstone_core::mobile::admin;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

/// 200 with the app.
pub(crate) async fn get(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    Ok(one(admin::apple_app(
        &request.within(&params),
        app_id(&id)?,
    )
    .await?))
}
