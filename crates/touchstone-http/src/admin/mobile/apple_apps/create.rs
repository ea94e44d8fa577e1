//! `POST /admin/v1/mobile/apple-apps`: registers an app.

use touchstone_core::mobile::admin;

use super::APPLE_APP_ID;
use super::shape::{AppBody, AppShape};
use crate::admin::error::Refused;
use crate::admin::request::merged;
use crate::admin::{Admin, Answer};

/// 201 with the app.
pub(crate) async fn create(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let mut members = request.patch()?;
    let Some(serde_json::Value::String(apple_app_id)) = members.take(APPLE_APP_ID) else {
        return Err(Refused::issue(APPLE_APP_ID, "must be the App ID, as text"));
    };
    let fields = merged(&AppBody::default(), members)?.into();
    let call = request.within(&params);
    let app = admin::create_apple_app(&call, apple_app_id, fields).await?;
    let id = app.value.id;
    Ok(Answer::created(&id, &AppShape::from(app.value)).tagged(app.version))
}
