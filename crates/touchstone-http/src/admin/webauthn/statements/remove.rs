//! `DELETE /admin/v1/webauthn/statements/{aaguid}`: takes back what the tenant said of a model.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::aaguid;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 204; stored credentials of the model are judged again.
pub(crate) async fn remove(request: Admin, Path(model): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    admin::remove_statement(&request.within(&params), aaguid(&model)?).await?;
    Ok(Answer::nothing())
}
