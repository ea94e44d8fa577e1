//! Decides how a user of passkeys looks.

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use touchstone_core::ports::WebauthnUser;

#[derive(Debug, Serialize)]
pub(in crate::admin::webauthn) struct UserShape {
    ext_id: String,
    username: String,
    display_name: String,
    handle: String,
    state: &'static str,
    created_at: String,
    updated_at: String,
}

impl From<WebauthnUser> for UserShape {
    fn from(user: WebauthnUser) -> Self {
        Self {
            ext_id: user.ext_id,
            username: user.username,
            display_name: user.display_name,
            handle: BASE64URL_NOPAD.encode(&user.handle),
            state: user.state.as_str(),
            created_at: user.created_at.to_string(),
            updated_at: user.updated_at.to_string(),
        }
    }
}
