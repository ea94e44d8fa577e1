//! `POST /admin/v1/keys/{id}/revoke`: revokes an API key for good.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::api_keys;

use super::key_id;
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
pub(crate) async fn revoke(admin: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let RevokeBody { reason } = admin.json_or_empty()?;
    let call = admin.within(&params);
    Ok(one(api_keys::revoke(
        &call,
        key_id(&id)?,
        admin.if_match()?,
        reason,
    )
    .await?))
}
