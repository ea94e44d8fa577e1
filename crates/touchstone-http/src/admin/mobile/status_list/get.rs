//! `GET /admin/v1/mobile/status-list`: which list is in force, and how old it is.

use touchstone_core::mobile::admin;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the list's particulars, not found while there is none.
pub(crate) async fn get(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let call = request.within(&params);
    Ok(one(admin::status_list(&call)?, call.call.now))
}
