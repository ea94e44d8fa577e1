//! `POST /admin/v1/webauthn/api-keys/{id}/rotate`: issues a successor and lets the SecToken expire after a grace.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::api_keys;

use super::sectoken;
use super::shape::issued;
use crate::admin::error::Refused;
use crate::admin::keys::GRACE_S_DEFAULT;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RotateBody {
    #[serde(default)]
    grace_seconds: Option<u32>,
}

/// 201 with the successor in the clear: this once.
pub(crate) async fn rotate(request: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let body: RotateBody = request.json_or_empty()?;
    let grace_s = body.grace_seconds.unwrap_or(GRACE_S_DEFAULT);
    let (call, if_match) = (request.within(&params), request.if_match()?);
    let id = sectoken(&call, &id).await?.value.id;
    Ok(issued(
        api_keys::rotate(&call, id, if_match, grace_s, None).await?,
    ))
}
