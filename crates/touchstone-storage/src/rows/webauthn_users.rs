//! Decides how a user of passkeys is read, and with which statement one is written.

use touchstone_core::ports::{StoreError, WebauthnUser, WebauthnUserState};

use super::{Fields, corrupt};

macro_rules! webauthn_user_columns {
    () => {
        webauthn_user_columns!("")
    };
    ($of:literal) => {
        concat!(
            $of,
            "tenant_id, ",
            $of,
            "ext_id, ",
            $of,
            "username, ",
            $of,
            "display_name, ",
            $of,
            "handle, ",
            $of,
            "state, ",
            $of,
            "created_at, ",
            $of,
            "updated_at",
        )
    };
}
pub(crate) use webauthn_user_columns;

/// The user of tenant `$1` whose `ext_id` is `$2`.
pub(crate) const USER_BY_EXT_ID: &str = concat!(
    "SELECT ",
    webauthn_user_columns!(),
    " FROM webauthn_users WHERE tenant_id = $1 AND ext_id = $2"
);

/// The user of tenant `$1` whose name is `$2`.
pub(crate) const USER_BY_NAME: &str = concat!(
    "SELECT ",
    webauthn_user_columns!(),
    " FROM webauthn_users WHERE tenant_id = $1 AND username = $2"
);

/// A user, its columns in order, unless one like it is stored.
pub(crate) const INSERT_USER: &str = concat!(
    "INSERT INTO webauthn_users (",
    webauthn_user_columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
);

pub(crate) fn webauthn_user(fields: &mut Fields<'_>) -> Result<WebauthnUser, StoreError> {
    Ok(WebauthnUser {
        tenant_id: fields.parsed("webauthn_users.tenant_id")?,
        ext_id: fields.text("webauthn_users.ext_id")?,
        username: fields.text("webauthn_users.username")?,
        display_name: fields.text("webauthn_users.display_name")?,
        handle: fields.blob("webauthn_users.handle")?,
        state: user_state(fields)?,
        created_at: fields.time("webauthn_users.created_at")?,
        updated_at: fields.time("webauthn_users.updated_at")?,
    })
}

/// Reads `state`.
pub(crate) fn user_state(fields: &mut Fields<'_>) -> Result<WebauthnUserState, StoreError> {
    let word = fields.text("webauthn_users.state")?;
    WebauthnUserState::from_word(&word).ok_or(corrupt("webauthn_users.state"))
}
