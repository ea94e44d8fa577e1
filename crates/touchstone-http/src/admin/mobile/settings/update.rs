//! `PATCH /admin/v1/mobile/settings`: named members take their value, `null` puts the default back.

use touchstone_core::mobile::admin;

use crate::admin::error::Refused;
use crate::admin::request::merged;
use crate::admin::{Admin, Answer};

/// 200 with the settings as they are now.
pub(crate) async fn update(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (patch, if_match) = (request.patch()?, request.if_match()?);
    let call = request.within(&params);
    let settings = admin::update_settings(&call, if_match, |stored| merged(&stored, patch)).await?;
    Ok(Answer::ok(&settings.value).tagged(settings.version))
}
