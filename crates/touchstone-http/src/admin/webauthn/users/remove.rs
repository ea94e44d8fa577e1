//! `DELETE /admin/v1/webauthn/users/{extId}`: deletes a user with all its credentials.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 204.
pub(crate) async fn remove(request: Admin, Path(ext_id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    admin::remove_user(&request.within(&params), &ext_id).await?;
    Ok(Answer::nothing())
}
