//! `GET /admin/v1/webauthn/api-keys/{id}`: a SecToken's record, never the key.

use axum::extract::Path;

use super::sectoken;
use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the record.
pub(crate) async fn get(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    Ok(one(sectoken(&request.within(&params), &id).await?))
}
