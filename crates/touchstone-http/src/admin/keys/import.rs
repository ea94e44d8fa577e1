//! `POST /admin/v1/keys/import`: takes in an API key that was issued elsewhere.

use touchstone_core::api_keys::{self, ApiKeySecret};

use super::shape::{KeyShape, NewKeyBody};
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

const KEY: &str = "key";

/// 201 without the key.
pub(crate) async fn import(admin: Admin) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let mut members = admin.patch()?;
    let Some(serde_json::Value::String(key)) = members.take(KEY) else {
        return Err(Refused::issue(KEY, "must be the key, as text"));
    };
    let body: NewKeyBody = members.into_shape()?;
    let secret = ApiKeySecret::from_text(key);
    let key = api_keys::import(&admin.within(&params), secret, body.into()).await?;
    let id = key.value.id;
    Ok(Answer::created(&id, &KeyShape::from(key.value)).tagged(key.version))
}
