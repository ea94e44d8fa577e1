//! `GET /admin/v1/keys/{id}`: an API key's record, never the key.

use axum::extract::Path;
use touchstone_core::api_keys;

use super::key_id;
use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 200 with the record.
pub(crate) async fn get(admin: Admin, Path(id): Path<String>) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    Ok(one(
        api_keys::get(&admin.within(&params), key_id(&id)?).await?
    ))
}
