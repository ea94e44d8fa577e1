//! Decides how a session is opened in SQLite: with its user, which may have been stored by another call meanwhile.

use rusqlite::{Connection, params};
use touchstone_core::ports::{StoreError, WebauthnSession, WebauthnUser};

use super::fault::Fault;
use super::read::{execute, first};
use super::webauthn_users::insert;
use crate::rows::{Fields, USER_BY_EXT_ID, USER_BY_NAME, webauthn_session_columns, webauthn_user};

/// Runs inside the writer's savepoint.
pub(super) fn open(
    connection: &Connection,
    session: &WebauthnSession,
    new_user: Option<&WebauthnUser>,
) -> Result<Option<WebauthnUser>, Fault> {
    let user = match (new_user, &session.user_ext_id) {
        (Some(new), _) => Some(named(connection, new)?),
        (None, Some(ext_id)) => {
            let params = [&session.tenant_id.to_string(), ext_id];
            first(connection, USER_BY_EXT_ID, params, |row| {
                webauthn_user(&mut Fields::new(row))
            })?
        }
        (None, None) => None,
    };
    let user_ext_id = match (&user, &session.user_ext_id) {
        (Some(user), _) => Some(&user.ext_id),
        (None, named) => named.as_ref(),
    };
    insert_session(connection, session, user_ext_id)?;
    Ok(user)
}

/// The user of this name: this one, or the one that was stored first.
fn named(connection: &Connection, new: &WebauthnUser) -> Result<WebauthnUser, Fault> {
    insert(connection, new)?;
    let params = [&new.tenant_id.to_string(), &new.username];
    let stored = first(connection, USER_BY_NAME, params, |row| {
        webauthn_user(&mut Fields::new(row))
    })?;
    let clash = "another user has the new one's identifier or handle";
    stored.ok_or_else(|| StoreError::Failed(clash.into()).into())
}

fn insert_session(
    connection: &Connection,
    session: &WebauthnSession,
    user_ext_id: Option<&String>,
) -> Result<(), Fault> {
    execute(
        connection,
        concat!(
            "INSERT INTO webauthn_sessions (",
            webauthn_session_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
             $17, $18)"
        ),
        params![
            session.id_sha256,
            session.sealed_id.0,
            session.challenge_sha256,
            session.tenant_id.to_string(),
            session.rp.to_string(),
            user_ext_id,
            session.kind.as_str(),
            session.decoy,
            session.asked,
            session.state.as_str(),
            session.reason,
            session.verdict_id.map(|id| id.to_string()),
            session.credential_ext_id.map(|id| id.to_string()),
            session.user_verified,
            session.created_at.unix_ms(),
            session.changed_at.unix_ms(),
            session.expires_at.unix_ms(),
            session.visible_until.unix_ms(),
        ],
    )?;
    Ok(())
}
