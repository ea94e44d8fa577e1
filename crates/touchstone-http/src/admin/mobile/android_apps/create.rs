//! `POST /admin/v1/mobile/android-apps`: registers an app.

use touchstone_core::mobile::admin;

use super::PACKAGE_NAME;
use super::shape::{AppBody, AppShape};
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 201 with the app.
pub(crate) async fn create(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let mut members = request.patch()?;
    let Some(serde_json::Value::String(package_name)) = members.take(PACKAGE_NAME) else {
        let message = "must be the package name, as text";
        return Err(Refused::issue(PACKAGE_NAME, message));
    };
    let fields = AppBody::default().patched(members)?.into();
    let call = request.within(&params);
    let app = admin::create_android_app(&call, package_name, fields).await?;
    let id = app.value.id;
    Ok(Answer::created(&id, &AppShape::from(app.value)).tagged(app.version))
}
