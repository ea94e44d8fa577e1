//! `GET /admin/v1/mobile/session-keys`: which key issues, which only verify.

use touchstone_core::mobile::admin;

use super::shape::SessionKeyShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with all of them: there are never many.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let keys = admin::session_keys(&request.within(&params)).await?;
    Ok(Answer::list(
        keys.into_iter().map(SessionKeyShape::from).collect(),
        None,
    ))
}
