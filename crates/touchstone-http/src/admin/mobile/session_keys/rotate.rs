//! `POST /admin/v1/mobile/session-keys/rotate`: makes another session master key; sessions that were issued stay valid.

use serde::Deserialize;
use touchstone_core::mobile::admin;

use super::shape::SessionKeyShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RotateBody {}

/// 201 with the new key's record.
pub(crate) async fn rotate(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let RotateBody {} = request.json_or_empty()?;
    let key = admin::rotate_session_key(&request.within(&params)).await?;
    let id = key.id;
    Ok(Answer::created(&id, &SessionKeyShape::from(key)))
}
