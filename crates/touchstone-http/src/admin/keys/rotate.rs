//! `POST /admin/v1/keys/{id}/rotate`: issues a successor and lets the key expire after a grace.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::api_keys;

use super::key_id;
use super::shape::issued;
use crate::admin::error::Refused;
use crate::admin::request::Rfc3339;
use crate::admin::{Admin, Answer};

/// How long a key goes on behind its successor when nobody says: a day.
pub(in crate::admin) const GRACE_S_DEFAULT: u32 = 86_400;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RotateBody {
    #[serde(default)]
    grace_seconds: Option<u32>,
    /// From when on the successor is refused; without it never.
    #[serde(default)]
    expires_at: Option<Rfc3339>,
}

/// 201 with the successor in the clear: this once.
pub(crate) async fn rotate(admin: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let body: RotateBody = admin.json_or_empty()?;
    let grace_s = body.grace_seconds.unwrap_or(GRACE_S_DEFAULT);
    let call = admin.within(&params);
    let expires_at = body.expires_at.map(|Rfc3339(at)| at);
    let if_match = admin.if_match()?;
    Ok(issued(
        api_keys::rotate(&call, key_id(&id)?, if_match, grace_s, expires_at).await?,
    ))
}
