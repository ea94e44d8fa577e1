//! `GET /admin/v1/webauthn/users/{extId}`: a user.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::shape::UserShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the user.
pub(crate) async fn get(request: Admin, Path(ext_id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let user = admin::user(&request.within(&params), &ext_id).await?;
    Ok(Answer::ok(&UserShape::from(user)))
}
