//! Decides how Apple apps are read and written in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::ports::{AppleApp, Change, Notice, RemovedApp, Versioned, Written};
use touchstone_core::{AppId, TenantId};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::mobile_apps;
use super::read::{execute, first};
use super::writer::Changed;
use crate::rows::{APPLE_APPS, apple_app, apple_app_columns, version_after, version_number};

/// The app, when it belongs to the tenant.
pub(super) fn by_id(
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

pub(super) fn create(
    connection: &Connection,
    change: Change<AppleApp>,
    max_per_tenant: u64,
) -> Answer<Versioned<AppleApp>> {
    let app = change.value;
    let (tenant, name) = (app.tenant_id.to_string(), &app.apple_app_id);
    let hindrance = mobile_apps::hindrance(connection, &APPLE_APPS, &tenant, name, max_per_tenant)?;
    if let Some(hindrance) = hindrance {
        return Ok(Changed::nothing(hindrance));
    }
    execute(
        connection,
        "INSERT INTO apple_apps (id, tenant_id, apple_app_id, policy, devicecheck_key, \
         refreshes_receipts, enabled, created_at, updated_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        params![
            app.id.to_string(),
            tenant,
            app.apple_app_id,
            app.policy,
            app.devicecheck_key.as_ref().map(|key| &key.0),
            app.refreshes_receipts,
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

pub(super) fn update(
    connection: &Connection,
    change: Change<AppleApp>,
) -> Answer<Versioned<AppleApp>> {
    let wanted = change.value;
    let Some(stored) = by_id(connection, wanted.tenant_id, wanted.id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    execute(
        connection,
        "UPDATE apple_apps SET policy = $1, devicecheck_key = $2, refreshes_receipts = $3, \
         enabled = $4, updated_at = $5, version = $6 WHERE tenant_id = $7 AND id = $8",
        params![
            wanted.policy,
            wanted.devicecheck_key.as_ref().map(|key| &key.0),
            wanted.refreshes_receipts,
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

pub(super) fn remove(
    connection: &Connection,
    tenant_id: TenantId,
    with_device_keys: bool,
    change: &Change<AppId>,
) -> Answer<RemovedApp> {
    let stored = by_id(connection, tenant_id, change.value)?.map(|app| app.version);
    mobile_apps::remove(
        connection,
        &APPLE_APPS,
        stored,
        tenant_id,
        with_device_keys,
        change,
    )
}
