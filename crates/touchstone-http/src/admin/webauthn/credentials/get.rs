//! `GET /admin/v1/webauthn/users/{extId}/fido2/{credentialExtId}`: a credential with everything that is known of it.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use super::credential_ext_id;
use super::shape::DetailShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the credential.
pub(crate) async fn get(
    request: Admin,
    Path((user, credential)): Path<(String, String)>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let ext_id = credential_ext_id(&credential)?;
    let detail = admin::credential(&request.within(&params), &user, ext_id).await?;
    Ok(Answer::ok(&DetailShape::from(detail)))
}
