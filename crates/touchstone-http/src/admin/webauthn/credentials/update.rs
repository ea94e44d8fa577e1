//! `PATCH /admin/v1/webauthn/users/{extId}/fido2/{credentialExtId}`: renames, suspends and resumes a credential.

use axum::extract::Path;
use serde::Deserialize;
use serde_json::Value;
use touchstone_core::ports::CredentialPatch;
use touchstone_core::webauthn::admin;

use super::credential_ext_id;
use super::shape::CredentialShape;
use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

const USER_FRIENDLY_NAME: &str = "userFriendlyName";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CredentialBody {
    #[serde(default)]
    state_name: Option<State>,
}

/// What an administrator can make of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Active,
    Suspended,
}

/// 200 with the credential as it is now; `null` takes the name away.
pub(crate) async fn update(
    request: Admin,
    Path((user, credential)): Path<(String, String)>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    request.refuse_if_match()?;
    let ext_id = credential_ext_id(&credential)?;
    let mut members = request.patch()?;
    let user_friendly_name = match members.take(USER_FRIENDLY_NAME) {
        None => None,
        Some(Value::Null) => Some(None),
        Some(Value::String(name)) => Some(Some(name)),
        Some(_) => return Err(Refused::issue(USER_FRIENDLY_NAME, "must be text or null")),
    };
    let body: CredentialBody = members.into_shape()?;
    let patch = CredentialPatch {
        user_friendly_name,
        suspended: body.state_name.map(|state| state == State::Suspended),
    };
    let view = admin::update_credential(&request.within(&params), &user, ext_id, patch).await?;
    Ok(Answer::ok(&CredentialShape::from(view)))
}
