//! `DELETE /admin/v1/webauthn/relying-parties/{rp}`: removes a relying party, with its credentials only by `cascade=true`.

use axum::extract::Path;
use touchstone_core::webauthn::admin;

use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

const CASCADE: &str = "cascade";

/// 204.
pub(crate) async fn remove(request: Admin, Path(rp): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[CASCADE])?;
    let cascade = params.flag(CASCADE)?.unwrap_or(false);
    let call = request.within(&params);
    admin::remove_rp(&call, &rp, request.if_match()?, cascade).await?;
    Ok(Answer::nothing())
}
