//! `GET /admin/v1/webauthn/statements/{aaguid}`: what the tenant says of a model.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::aaguid;
use super::shape::WholeShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the statement.
pub(crate) async fn get(request: Admin, Path(model): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let found = admin::statement(&request.within(&params), aaguid(&model)?).await?;
    Ok(Answer::ok(&WholeShape::try_from(found)?))
}
