//! `PUT /admin/v1/mobile/status-list`: puts a list in force that an administrator brings, for servers that cannot fetch it.

use touchstone_core::mobile::admin;

use super::refused;
use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the list's particulars.
pub(crate) async fn load(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let body = request.unread_json()?.to_vec();
    let call = request.within(&params);
    let list = admin::load_status_list(&call, body)
        .await
        .map_err(refused)?;
    Ok(one(list, call.call.now))
}
