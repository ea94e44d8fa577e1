//! `POST /admin/v1/webauthn/users`: makes a user, with the handle that it had elsewhere when it comes from there.

use serde::Deserialize;
use touchstone_core::webauthn::admin::{self, NewUser};

use super::shape::UserShape;
use crate::admin::error::Refused;
use crate::admin::webauthn::Base64Url;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserBody {
    username: String,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    ext_id: Option<String>,
    #[serde(default)]
    handle: Option<Base64Url>,
}

/// 201 with the user.
pub(crate) async fn create(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let body: UserBody = request.json()?;
    let new = NewUser {
        username: body.username,
        display_name: body.display_name,
        ext_id: body.ext_id,
        handle: body.handle.map(|Base64Url(bytes)| bytes),
    };
    let user = admin::create_user(&request.within(&params), new).await?;
    let id = user.ext_id.clone();
    Ok(Answer::created(&id, &UserShape::from(user)))
}
