//! `PUT /admin/v1/mobile/status-list`: puts a list in force that an administrator brings, for servers that cannot fetch it. `fetched_at` says
//! how old it is, now when it is not given.

use touchstone_core::mobile::admin;

use super::refused;
use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

const FETCHED_AT: &str = "fetched_at";

/// 200 with the list's particulars.
pub(crate) async fn load(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[FETCHED_AT])?;
    request.refuse_if_match()?;
    let (body, fetched_at) = (request.unread_json()?.clone(), params.time(FETCHED_AT)?);
    let call = request.within(&params);
    let list = admin::load_status_list(&call, body, fetched_at)
        .await
        .map_err(refused)?;
    Ok(one(list, call.call.now))
}
