//! `GET /admin/v1/webauthn/mds`: how the metadata services stand.

use touchstone_core::webauthn::admin;

use super::shape::all;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with all of them.
pub(crate) async fn get(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    Ok(all(admin::mds(&request.within(&params))?))
}
