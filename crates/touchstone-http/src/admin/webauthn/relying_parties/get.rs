//! `GET /admin/v1/webauthn/relying-parties/{rp}`: a relying party.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the relying party.
pub(crate) async fn get(request: Admin, Path(rp): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    Ok(one(admin::rp(&request.within(&params), &rp).await?))
}
