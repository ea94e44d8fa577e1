//! `POST /admin/v1/mobile/status-list/refresh`: has the list fetched now.

use serde::Deserialize;
use touchstone_core::mobile::admin;

use super::refused;
use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefreshBody {}

/// 200 with the particulars of the list that is in force now.
pub(crate) async fn refresh(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let RefreshBody {} = request.json_or_empty()?;
    let call = request.within(&params);
    let list = admin::refresh_status_list(&call).await.map_err(refused)?;
    Ok(one(list, call.call.now))
}
