//! `PUT /admin/v1/webauthn/statements/{aaguid}`: says something of a model, in place of what was said; the body is an entry or a metadata
//! statement of MDS3.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::aaguid;
use super::shape::WholeShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the statement; stored credentials of the model are judged again.
pub(crate) async fn put(request: Admin, Path(model): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let body = request.unread_json()?;
    let text = str::from_utf8(body).map_err(|_| Refused::issue("", "must be UTF-8"))?;
    let call = request.within(&params);
    let written = admin::put_statement(&call, aaguid(&model)?, text).await?;
    Ok(Answer::ok(&WholeShape::try_from(written)?))
}
