//! `DELETE /admin/v1/webauthn/users/{extId}/fido2/{credentialExtId}`: deletes a credential for good.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::credential_ext_id;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 204.
pub(crate) async fn remove(
    request: Admin,
    Path((user, credential)): Path<(String, String)>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let ext_id = credential_ext_id(&credential)?;
    admin::remove_credential(&request.within(&params), &user, ext_id).await?;
    Ok(Answer::nothing())
}
