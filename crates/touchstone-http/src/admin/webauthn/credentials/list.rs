//! `GET /admin/v1/webauthn/users/{extId}/fido2`: the user's credentials.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::shape::CredentialShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, page};
use crate::admin::{Admin, Answer};

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin, Path(user): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&PAGE)?;
    let wanted = page(&params)?;
    let found = admin::credentials(&request.within(&params), &user, wanted).await?;
    let items = found.items.into_iter().map(CredentialShape::from).collect();
    Ok(Answer::list(items, found.next.map(|id| id.to_string())))
}
