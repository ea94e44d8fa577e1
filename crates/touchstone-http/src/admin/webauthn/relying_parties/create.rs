//! `POST /admin/v1/webauthn/relying-parties`: registers a relying party.

use touchstone_core::webauthn::admin;

use super::RP_ID;
use super::shape::{RpBody, RpShape};
use crate::admin::error::Refused;
use crate::admin::request::merged;
use crate::admin::{Admin, Answer};

/// 201 with the relying party.
pub(crate) async fn create(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let mut members = request.patch()?;
    let Some(serde_json::Value::String(rp_id)) = members.take(RP_ID) else {
        return Err(Refused::issue(
            RP_ID,
            "must be the RP ID, a domain such as example.com, as text",
        ));
    };
    let profile = request.core().webauthn.profile(None);
    let fields = merged(&RpBody::default(), members)?.into_fields(profile);
    let call = request.within(&params);
    let rp = admin::create_rp(&call, rp_id, fields).await?;
    let id = rp.value.id;
    Ok(Answer::created(&id, &RpShape::from(rp.value)).tagged(rp.version))
}
