//! `GET /admin/v1/mobile/android-apps`: the tenant's apps.

use touchstone_core::mobile::admin;

use super::shape::AppShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PAGE)?;
    let found = admin::android_apps(&request.within(&params), page(&params)?).await?;
    let items = found
        .items
        .into_iter()
        .map(|app| AppShape::from(app.value))
        .collect();
    Ok(Answer::list(items, found.next.map(|id| id.to_string())))
}
