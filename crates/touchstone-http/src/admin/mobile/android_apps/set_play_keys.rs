//! `PUT /admin/v1/mobile/android-apps/{id}/play-keys`: gives the app both keys that open its classic Play tokens here; never readable
//! again.

use axum::extract::Path;
use serde::Deserialize;
use touchstone_core::mobile::admin::{self, NewPlayKeys};

use super::shape::one;
use crate::admin::error::Refused;
use crate::admin::mobile::app_id;
use crate::admin::request::Base64;
use crate::admin::{Admin, Answer};

/// Not `Debug`: it holds a key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysBody {
    decryption_key: Base64,
    verification_key: Base64,
}

/// 200 with the app.
pub(crate) async fn set_play_keys(
    request: Admin,
    Path(id): Path<String>,
) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let (body, if_match): (KeysBody, _) = (request.json()?, request.if_match()?);
    let Base64(decryption_key) = body.decryption_key;
    let Base64(verification_key) = body.verification_key;
    let keys = NewPlayKeys {
        decryption_key,
        verification_key: verification_key.to_vec(),
    };
    let call = request.within(&params);
    Ok(one(admin::set_play_keys(
        &call,
        app_id(&id)?,
        if_match,
        keys,
    )
    .await?))
}
