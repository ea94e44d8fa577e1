//! `POST /admin/v1/webauthn/api-keys/{id}/revoke`: revokes a SecToken for good.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::api_keys;

use super::sectoken;
use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokeBody {
    #[serde(default)]
    reason: Option<String>,
}

/// 200 with the record as it is now.
pub(crate) async fn revoke(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let RevokeBody { reason } = request.json_or_empty()?;
    let (call, if_match) = (request.within(&params), request.if_match()?);
    let id = sectoken(&call, &id).await?.value.id;
    Ok(one(api_keys::revoke(&call, id, if_match, reason).await?))
}
