//! `POST /admin/v1/keys`: issues an API key.

use touchstone_core::api_keys;

use super::shape::{NewKeyBody, issued};
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

/// 201 with the key in the clear: this once.
pub(crate) async fn issue(admin: Admin) -> Result<Answer, Refused> {
    let params = admin.params(&[])?;
    let body: NewKeyBody = admin.json()?;
    Ok(issued(
        api_keys::issue(&admin.within(&params), body.into()).await?,
    ))
}
