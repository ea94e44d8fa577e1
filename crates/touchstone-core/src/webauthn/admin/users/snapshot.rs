//! Decides how the audit log shows a user of passkeys.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::ports::WebauthnUser;

pub(super) fn snapshot(user: &WebauthnUser) -> Value {
    json!({
        "ext_id": user.ext_id,
        "username": user.username,
        "display_name": user.display_name,
        "handle": BASE64URL_NOPAD.encode(&user.handle),
        "state": user.state.as_str(),
    })
}
