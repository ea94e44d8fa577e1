//! Decides how Android apps are read and written in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::ports::{AndroidApp, Change, Notice, RemovedApp, Versioned, Written};
use touchstone_core::{AppId, TenantId};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::mobile_apps;
use super::read::{execute, first};
use super::writer::Changed;
use crate::rows::{ANDROID_APPS, android_app, android_app_columns, version_after, version_number};

/// The app, when it belongs to the tenant.
pub(super) fn by_id(
    connection: &Connection,
    tenant_id: TenantId,
    id: AppId,
) -> Result<Option<Versioned<AndroidApp>>, Fault> {
    let sql = concat!(
        "SELECT ",
        android_app_columns!(),
        " FROM android_apps WHERE tenant_id = $1 AND id = $2"
    );
    let params = params![tenant_id.to_string(), id.to_string()];
    first(connection, sql, params, android_app)
}

pub(super) fn create(
    connection: &Connection,
    change: Change<AndroidApp>,
    max_per_tenant: u64,
) -> Answer<Versioned<AndroidApp>> {
    let app = change.value;
    let (tenant, name) = (app.tenant_id.to_string(), &app.package_name);
    let hindrance =
        mobile_apps::hindrance(connection, &ANDROID_APPS, &tenant, name, max_per_tenant)?;
    if let Some(hindrance) = hindrance {
        return Ok(Changed::nothing(hindrance));
    }
    execute(
        connection,
        "INSERT INTO android_apps (id, tenant_id, package_name, policy, play_decryption_key, \
         play_verification_key, service_account, enabled, created_at, updated_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        params![
            app.id.to_string(),
            tenant,
            app.package_name,
            app.policy,
            app.play_keys.as_ref().map(|keys| &keys.decryption_key.0),
            app.play_keys.as_ref().map(|keys| &keys.verification_key),
            app.service_account.as_ref().map(|account| &account.0),
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
    change: Change<AndroidApp>,
) -> Answer<Versioned<AndroidApp>> {
    let wanted = change.value;
    let Some(stored) = by_id(connection, wanted.tenant_id, wanted.id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    execute(
        connection,
        "UPDATE android_apps SET policy = $1, play_decryption_key = $2, \
         play_verification_key = $3, service_account = $4, enabled = $5, updated_at = $6, \
         version = $7 WHERE tenant_id = $8 AND id = $9",
        params![
            wanted.policy,
            wanted.play_keys.as_ref().map(|keys| &keys.decryption_key.0),
            wanted.play_keys.as_ref().map(|keys| &keys.verification_key),
            wanted.service_account.as_ref().map(|account| &account.0),
            wanted.enabled,
            wanted.updated_at.unix_ms(),
            version_number(version),
            wanted.tenant_id.to_string(),
            wanted.id.to_string(),
        ],
    )?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(wanted.tenant_id);
    let value = AndroidApp {
        package_name: stored.value.package_name,
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
        &ANDROID_APPS,
        stored,
        tenant_id,
        with_device_keys,
        change,
    )
}
