//! `PATCH /admin/v1/mobile/apple-apps/{id}`: named members take their value, `null` puts the default back.

use axum::extract::Path;
use touchstone_core::mobile::admin::{self, AppleAppFields};

use super::APPLE_APP_ID;
use super::shape::{AppBody, one};
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::request::merged;
use crate::admin::{Admin, Answer};

/// 200 with the app as it is now.
pub(crate) async fn update(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (mut patch, if_match) = (request.patch()?, request.if_match()?);
    if patch.take(APPLE_APP_ID).is_some() {
        return Err(Refused::issue(
            APPLE_APP_ID,
            "never changes; register another app",
        ));
    }
    let change = |stored: AppleAppFields| merged(&AppBody::from(stored), patch).map(Into::into);
    let call = request.within(&params);
    Ok(one(admin::update_apple_app(
        &call,
        app_id(&id)?,
        if_match,
        change,
    )
    .await?))
}
