//! Decides how an administrator writes settings and session master keys in SQLite; writes run one at a time.

use rusqlite::{Connection, params};
use touchstone_core::TenantId;
use touchstone_core::ports::{Change, Notice, SessionKey, Versioned, Written};

use super::audit::record;
use super::fault::Fault;
use super::read::{execute, first};
use super::writer::Changed;
use crate::rows::{Fields, version_after, version_number};

/// How an administrator's write ended, and the news of it.
pub(super) type Answer<T> = Result<Changed<Written<T>>, Fault>;

pub(super) fn put_settings(
    connection: &Connection,
    tenant_id: TenantId,
    change: Change<String>,
) -> Answer<Versioned<String>> {
    let stored = first(
        connection,
        "SELECT version FROM mobile_settings WHERE tenant_id = $1",
        [tenant_id.to_string()],
        |row| Fields::new(row).number("mobile_settings.version"),
    )?;
    let Some(version) = version_after(stored.unwrap_or(0), change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    execute(
        connection,
        "INSERT INTO mobile_settings (tenant_id, settings, version) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id) DO UPDATE \
         SET settings = excluded.settings, version = excluded.version",
        params![tenant_id.to_string(), change.value, version_number(version)],
    )?;
    record(connection, &change.audit)?;
    let value = change.value;
    Ok(Changed::done(
        Versioned { value, version },
        Notice::Tenant(tenant_id),
    ))
}

pub(super) fn add_session_key(connection: &Connection, change: &Change<SessionKey>) -> Answer<()> {
    let key = &change.value;
    let newest_issues_from = first(
        connection,
        "SELECT issues_from FROM session_master_keys ORDER BY id DESC LIMIT 1",
        [],
        |row| Fields::new(row).time("session_master_keys.issues_from"),
    )?;
    if newest_issues_from.is_some_and(|issues_from| issues_from > key.created_at) {
        return Ok(Changed::nothing(Written::Refused));
    }
    execute(
        connection,
        "INSERT INTO session_master_keys (id, sealed, created_at, issues_from) \
         VALUES ($1, $2, $3, $4)",
        params![
            key.id.to_string(),
            key.sealed,
            key.created_at.unix_ms(),
            key.issues_from.unix_ms(),
        ],
    )?;
    record(connection, &change.audit)?;
    Ok(Changed::done((), Notice::Everything))
}
