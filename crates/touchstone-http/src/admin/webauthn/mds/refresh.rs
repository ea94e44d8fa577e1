//! `POST /admin/v1/webauthn/mds/refresh`: asks every metadata service now.

use touchstone_core::webauthn::admin;

use super::shape::all;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with how they stand now; one that failed says why.
pub(crate) async fn refresh(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    Ok(all(admin::refresh_mds(&request.within(&params)).await?))
}
