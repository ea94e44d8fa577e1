//! Decides how device keys of all platforms are read, revoked and forgotten in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::ports::{Change, DeviceKey, DeviceKeyId, DevicePlatform, Notice, Written};
use touchstone_core::{TenantId, Timestamp};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::read::{execute, first, list};
use super::writer::Changed;
use crate::rows::{ListQuery, device_key, key_statements};

/// The device key, when it belongs to the tenant.
pub(super) fn by_id(
    connection: &Connection,
    tenant_id: TenantId,
    id: DeviceKeyId,
) -> Result<Option<DeviceKey>, Fault> {
    first(
        connection,
        key_statements(id.platform).by_id,
        params![tenant_id.to_string(), id.key_id],
        |row| device_key(row, id.platform),
    )
}

/// The keys of every list, one list after the other.
pub(super) fn of_lists(
    connection: &Connection,
    queries: &[(DevicePlatform, ListQuery)],
) -> Result<Vec<DeviceKey>, Fault> {
    // One state of the database for all lists.
    let _snapshot = connection.unchecked_transaction()?;
    let mut keys = Vec::new();
    for (platform, query) in queries {
        keys.extend(list(connection, query, |row| device_key(row, *platform))?);
    }
    Ok(keys)
}

pub(super) fn revoke(
    connection: &Connection,
    tenant_id: TenantId,
    id: DeviceKeyId,
    at: Timestamp,
    change: Change<String>,
) -> Answer<DeviceKey> {
    let Some(mut key) = by_id(connection, tenant_id, id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    if key.revoked_at().is_some() {
        return Ok(Changed::nothing(Written::Done(key)));
    }
    execute(
        connection,
        key_statements(id.platform).revoke,
        params![at.unix_ms(), change.value, tenant_id.to_string(), id.key_id,],
    )?;
    record(connection, &change.audit)?;
    key.revoke(at, change.value);
    Ok(Changed::done(key, Notice::Tenant(tenant_id)))
}

pub(super) fn forget(
    connection: &Connection,
    tenant_id: TenantId,
    change: &Change<DeviceKeyId>,
) -> Answer<()> {
    let id = change.value;
    let forgotten = execute(
        connection,
        key_statements(id.platform).forget,
        params![tenant_id.to_string(), id.key_id],
    )?;
    if forgotten == 0 {
        return Ok(Changed::nothing(Written::NotFound));
    }
    record(connection, &change.audit)?;
    Ok(Changed::done((), Notice::Tenant(tenant_id)))
}
