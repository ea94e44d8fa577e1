//! Decides in SQLite whether an app of either kind may be registered, and how one is removed.

use rusqlite::Connection;
use touchstone_core::ports::{Change, Notice, RemovedApp, Written};
use touchstone_core::{AppId, TenantId};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::read::{execute, number};
use super::writer::Changed;
use crate::rows::{AppStatements, version_after};

/// What stands against another app of this unique name: `Taken` or `Full`.
pub(super) fn hindrance<T>(
    connection: &Connection,
    statements: &AppStatements,
    tenant_id: &str,
    name: &str,
    max_per_tenant: u64,
) -> Result<Option<Written<T>>, Fault> {
    if number(connection, statements.count_named, [tenant_id, name])? > 0 {
        return Ok(Some(Written::Taken));
    }
    let apps = number(connection, statements.count, [tenant_id])?;
    Ok((apps >= max_per_tenant).then_some(Written::Full))
}

/// Removes the app, whose version is `stored` when the tenant has it.
pub(super) fn remove(
    connection: &Connection,
    statements: &AppStatements,
    stored: Option<u64>,
    tenant_id: TenantId,
    with_device_keys: bool,
    change: &Change<AppId>,
) -> Answer<RemovedApp> {
    let Some(stored) = stored else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    if version_after(stored, change.if_version).is_none() {
        return Ok(Changed::nothing(Written::VersionDiffers));
    }
    let (tenant, app) = (tenant_id.to_string(), change.value.to_string());
    let device_keys = number(connection, statements.count_keys, [&tenant, &app])?;
    if device_keys > 0 && !with_device_keys {
        return Ok(Changed::nothing(Written::InUse(device_keys)));
    }
    execute(connection, statements.delete_keys, [&tenant, &app])?;
    execute(connection, statements.delete, [&tenant, &app])?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(tenant_id);
    Ok(Changed::done(RemovedApp { device_keys }, notice))
}
