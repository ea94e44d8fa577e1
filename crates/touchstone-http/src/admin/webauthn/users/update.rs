//! `PATCH /admin/v1/webauthn/users/{extId}`: renames a user for people, disables and enables it.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::webauthn::admin::{self, UserChange};

use super::shape::UserShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserPatch {
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    state: Option<State>,
}

/// What an administrator can make of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Active,
    Disabled,
}

/// 200 with the user as it is now.
pub(crate) async fn update(request: Admin, Path(ext_id): Path<String>) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let patch: UserPatch = request.json()?;
    let change = UserChange {
        display_name: patch.display_name,
        disabled: patch.state.map(|state| state == State::Disabled),
    };
    let user = admin::update_user(&request.within(&params), &ext_id, change).await?;
    Ok(Answer::ok(&UserShape::from(user)))
}
