//! `GET /admin/v1/mobile/settings`: what is set, with the defaults of what is not.

use touchstone_core::mobile::admin;

use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the settings.
pub(crate) async fn get(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let settings = admin::settings(&request.within(&params)).await?;
    Ok(Answer::ok(&settings.value).tagged(settings.version))
}
