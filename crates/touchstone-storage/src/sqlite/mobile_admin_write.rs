//! Decides how an administrator's writes to the family `mobile` are made in SQLite; they run one at a time.

use rusqlite::{Connection, params};
use touchstone_core::ports::{
    AppleApp, AppleKey, Change, Notice, RemovedApp, SessionKey, Versioned, Written,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use super::audit::record;
use super::fault::Fault;
use super::mobile::key_by_id;
use super::read::{execute, first, holds, number};
use super::writer::Changed;
use crate::rows::{Fields, apple_app, apple_app_columns, version_after, version_number};

type Answer<T> = Result<Changed<Written<T>>, Fault>;

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

pub(super) fn app_by_id(
    connection: &Connection,
    tenant_id: TenantId,
    id: AppId,
) -> Result<Option<Versioned<AppleApp>>, Fault> {
    let sql = concat!(
        "SELECT ",
        apple_app_columns!(),
        " FROM apple_apps WHERE tenant_id = $1 AND id = $2"
    );
    let params = params![tenant_id.to_string(), id.to_string()];
    first(connection, sql, params, apple_app)
}

pub(super) fn create_app(
    connection: &Connection,
    change: Change<AppleApp>,
    max_per_tenant: u64,
) -> Answer<Versioned<AppleApp>> {
    let app = change.value;
    let tenant_id = app.tenant_id.to_string();
    let is_taken = holds(
        connection,
        "SELECT EXISTS (SELECT 1 FROM apple_apps WHERE tenant_id = $1 AND apple_app_id = $2)",
        params![tenant_id, app.apple_app_id],
    )?;
    if is_taken {
        return Ok(Changed::nothing(Written::Taken));
    }
    let count_sql = "SELECT COUNT(*) FROM apple_apps WHERE tenant_id = $1";
    if number(connection, count_sql, [&tenant_id])? >= max_per_tenant {
        return Ok(Changed::nothing(Written::Full));
    }
    execute(
        connection,
        "INSERT INTO apple_apps (id, tenant_id, apple_app_id, policy, enabled, created_at, \
         updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        params![
            app.id.to_string(),
            tenant_id,
            app.apple_app_id,
            app.policy,
            app.enabled,
            app.created_at.unix_ms(),
            app.updated_at.unix_ms(),
        ],
    )?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(app.tenant_id);
    let (value, version) = (app, 1);
    Ok(Changed::done(Versioned { value, version }, notice))
}

pub(super) fn update_app(
    connection: &Connection,
    change: Change<AppleApp>,
) -> Answer<Versioned<AppleApp>> {
    let wanted = change.value;
    let Some(stored) = app_by_id(connection, wanted.tenant_id, wanted.id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    execute(
        connection,
        "UPDATE apple_apps SET policy = $1, enabled = $2, updated_at = $3, version = $4 \
         WHERE tenant_id = $5 AND id = $6",
        params![
            wanted.policy,
            wanted.enabled,
            wanted.updated_at.unix_ms(),
            version_number(version),
            wanted.tenant_id.to_string(),
            wanted.id.to_string(),
        ],
    )?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(wanted.tenant_id);
    let value = AppleApp {
        apple_app_id: stored.value.apple_app_id,
        created_at: stored.value.created_at,
        ..wanted
    };
    Ok(Changed::done(Versioned { value, version }, notice))
}

pub(super) fn remove_app(
    connection: &Connection,
    tenant_id: TenantId,
    with_device_keys: bool,
    change: &Change<AppId>,
) -> Answer<RemovedApp> {
    let Some(stored) = app_by_id(connection, tenant_id, change.value)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    if version_after(stored.version, change.if_version).is_none() {
        return Ok(Changed::nothing(Written::VersionDiffers));
    }
    let tenant = tenant_id.to_string();
    let app = change.value.to_string();
    let count_sql = "SELECT COUNT(*) FROM apple_keys WHERE tenant_id = $1 AND app_id = $2";
    let device_keys = number(connection, count_sql, [&tenant, &app])?;
    if device_keys > 0 && !with_device_keys {
        return Ok(Changed::nothing(Written::InUse(device_keys)));
    }
    let keys_sql = "DELETE FROM apple_keys WHERE tenant_id = $1 AND app_id = $2";
    execute(connection, keys_sql, [&tenant, &app])?;
    let app_sql = "DELETE FROM apple_apps WHERE tenant_id = $1 AND id = $2";
    execute(connection, app_sql, [&tenant, &app])?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(tenant_id);
    Ok(Changed::done(RemovedApp { device_keys }, notice))
}

pub(super) fn revoke_key(
    connection: &Connection,
    tenant_id: TenantId,
    key_id: &[u8; 32],
    at: Timestamp,
    change: Change<String>,
) -> Answer<AppleKey> {
    let tenant = tenant_id.to_string();
    let Some(mut key) = key_by_id(connection, &tenant, key_id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    if key.revoked_at.is_some() {
        return Ok(Changed::nothing(Written::Done(key)));
    }
    execute(
        connection,
        "UPDATE apple_keys SET revoked_at = $1, revoked_reason = $2 \
         WHERE tenant_id = $3 AND key_id = $4",
        params![at.unix_ms(), change.value, tenant, key_id],
    )?;
    record(connection, &change.audit)?;
    key.revoked_at = Some(at);
    key.revoked_reason = Some(change.value);
    Ok(Changed::done(key, Notice::Tenant(tenant_id)))
}

pub(super) fn forget_key(
    connection: &Connection,
    tenant_id: TenantId,
    change: &Change<[u8; 32]>,
) -> Answer<()> {
    let forgotten = execute(
        connection,
        "DELETE FROM apple_keys WHERE tenant_id = $1 AND key_id = $2",
        params![tenant_id.to_string(), change.value],
    )?;
    if forgotten == 0 {
        return Ok(Changed::nothing(Written::NotFound));
    }
    record(connection, &change.audit)?;
    Ok(Changed::done((), Notice::Tenant(tenant_id)))
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
