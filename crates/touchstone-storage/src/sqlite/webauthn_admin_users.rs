//! Decides how an administrator writes users of passkeys in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Change, Notice, RemovedCredentials, UniqueMember, WebauthnUser, WebauthnUserPatch, Written,
};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::read::{execute, first, number};
use super::webauthn_users;
use super::writer::Changed;
use crate::rows::{
    COUNT_HANDLE, COUNT_USER_EXT_ID, DELETE_CREDENTIALS_OF_USER, DELETE_SESSIONS_OF_USER,
    DELETE_USER, Fields, UPDATE_USER, USER_BY_EXT_ID, patched_user, webauthn_user,
};

/// The user, when it belongs to the tenant.
pub(super) fn by_ext_id(
    connection: &Connection,
    tenant_id: TenantId,
    ext_id: &str,
) -> Result<Option<WebauthnUser>, Fault> {
    let params = params![tenant_id.to_string(), ext_id];
    first(connection, USER_BY_EXT_ID, params, |row| {
        webauthn_user(&mut Fields::new(row))
    })
}

/// The member that the user shares with a stored one.
fn taken(connection: &Connection, user: &WebauthnUser) -> Result<UniqueMember, Fault> {
    let tenant = user.tenant_id.to_string();
    if number(connection, COUNT_USER_EXT_ID, [&tenant, &user.ext_id])? > 0 {
        return Ok(UniqueMember::UserExtId);
    }
    let others = number(connection, COUNT_HANDLE, params![tenant, user.handle])?;
    Ok(match others {
        0 => UniqueMember::Username,
        _ => UniqueMember::UserHandle,
    })
}

pub(super) fn create(
    connection: &Connection,
    change: Change<WebauthnUser>,
) -> Answer<WebauthnUser> {
    let user = change.value;
    if !webauthn_users::insert(connection, &user)? {
        let member = taken(connection, &user)?;
        return Ok(Changed::nothing(Written::MemberTaken(member)));
    }
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(user.tenant_id);
    Ok(Changed::done(user, notice))
}

/// Writes what can change of a user: display name, state and time of the write.
pub(super) fn update(connection: &Connection, user: &WebauthnUser) -> Result<(), Fault> {
    execute(
        connection,
        UPDATE_USER,
        params![
            user.display_name,
            user.state.as_str(),
            user.updated_at.unix_ms(),
            user.tenant_id.to_string(),
            user.ext_id,
        ],
    )?;
    Ok(())
}

pub(super) fn patch(
    connection: &Connection,
    tenant_id: TenantId,
    ext_id: &str,
    change: Change<WebauthnUserPatch>,
) -> Answer<WebauthnUser> {
    let Some(stored) = by_ext_id(connection, tenant_id, ext_id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let user = patched_user(stored, change.value, change.audit.created_at);
    update(connection, &user)?;
    record(connection, &change.audit)?;
    Ok(Changed::done(user, Notice::Tenant(tenant_id)))
}

pub(super) fn remove(
    connection: &Connection,
    tenant_id: TenantId,
    change: &Change<String>,
) -> Answer<RemovedCredentials> {
    if by_ext_id(connection, tenant_id, &change.value)?.is_none() {
        return Ok(Changed::nothing(Written::NotFound));
    }
    let user = [&tenant_id.to_string(), &change.value];
    execute(connection, DELETE_SESSIONS_OF_USER, user)?;
    let credentials = execute(connection, DELETE_CREDENTIALS_OF_USER, user)?;
    execute(connection, DELETE_USER, user)?;
    record(connection, &change.audit)?;
    let removed = RemovedCredentials { credentials };
    Ok(Changed::done(removed, Notice::Tenant(tenant_id)))
}
