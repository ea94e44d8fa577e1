//! `DELETE /admin/v1/mobile/android-apps/{id}`: removes an app, with its device keys only by `force=true`.

use axum::extract::Path;
use touchstone_core::mobile::admin;

use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

const FORCE: &str = "force";

/// 204.
pub(crate) async fn remove(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[FORCE])?;
    let force = params.flag(FORCE)?.unwrap_or(false);
    let call = request.within(&params);
    admin::remove_android_app(&call, app_id(&id)?, request.if_match()?, force).await?;
    Ok(Answer::nothing())
}
