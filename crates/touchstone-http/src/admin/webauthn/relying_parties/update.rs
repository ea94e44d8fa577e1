//! `PATCH /admin/v1/webauthn/relying-parties/{rp}`: named members take their value, `null` puts the default back; so inside of `policy`.

use axum::extract::Path;
use touchstone_core::webauthn::admin::{self, RpFields};

use super::RP_ID;
use super::shape::{RpBody, one};
use crate::admin::error::Refused;
use crate::admin::request::merged;
use crate::admin::{Admin, Answer};

/// 200 with the relying party as it is now.
pub(crate) async fn update(request: Admin, Path(rp): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (mut patch, if_match) = (request.patch()?, request.if_match()?);
    if patch.take(RP_ID).is_some() {
        return Err(Refused::issue(
            RP_ID,
            "never changes: credentials are bound to it; register another relying party",
        ));
    }
    let profile = request.core().webauthn.profile(None);
    let change = |stored: RpFields| {
        let body: RpBody = merged(&RpBody::from(stored), patch)?;
        Ok(body.into_fields(profile))
    };
    let call = request.within(&params);
    Ok(one(admin::update_rp(&call, &rp, if_match, change).await?))
}
