//! `PUT /admin/v1/mobile/android-apps/{id}/service-account`: gives the app its Google service account, as Google's file has it; never
//! readable again.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::mobile::admin;
use touchstone_core::ports::ServiceAccount;
use zeroize::Zeroizing;

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::{Admin, Answer};

/// What is needed of Google's file, which has more and may get more still. Not `Debug`: it holds the key.
#[derive(Deserialize)]
struct AccountBody {
    #[serde(rename = "type")]
    _kind: Kind,
    client_email: String,
    #[serde(default)]
    private_key_id: Option<String>,
    private_key: Zeroizing<String>,
    token_uri: String,
}

/// Google's files of other kinds have other members.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    ServiceAccount,
}

/// 200 with the app.
pub(crate) async fn set_service_account(
    request: Admin,
    Path(id): Path<String>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (body, if_match) = (request.patch()?, request.if_match()?);
    let body: AccountBody = body.into_document()?;
    let account = ServiceAccount {
        client_email: body.client_email,
        private_key_id: body.private_key_id,
        private_key: body.private_key,
        token_uri: body.token_uri,
    };
    let call = request.within(&params);
    Ok(one(admin::set_service_account(
        &call,
        app_id(&id)?,
        if_match,
        account,
    )
    .await?))
}
