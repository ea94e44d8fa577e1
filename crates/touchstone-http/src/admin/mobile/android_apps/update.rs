//! `PATCH /admin/v1/mobile/android-apps/{id}`: named members take their value, `null` puts the default back, inside of `gms`, `hms` and
//! `android_key` too.

use axum::extract::Path;
use touchstone_core::mobile::admin::{self, AndroidAppFields};

use super::PACKAGE_NAME;
use super::shape::{AppBody, one};
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

/// 200 with the app as it is now.
pub(crate) async fn update(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (mut patch, if_match) = (request.patch()?, request.if_match()?);
    if patch.take(PACKAGE_NAME).is_some() {
        let message = "never changes; register another app";
        return Err(Refused::issue(PACKAGE_NAME, message));
    }
    let change = |stored: AndroidAppFields| AppBody::from(stored).patched(patch).map(Into::into);
    let call = request.within(&params);
    Ok(one(admin::update_android_app(
        &call,
        app_id(&id)?,
        if_match,
        change,
    )
    .await?))
}
