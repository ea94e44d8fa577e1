//! `GET /admin/v1/webauthn/sessions/{fido2SessionId}`: a ceremony's session.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::shape::SessionShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the session.
pub(crate) async fn get(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let session = admin::session(&request.within(&params), &id).await?;
    Ok(Answer::ok(&SessionShape::from(session)))
}
