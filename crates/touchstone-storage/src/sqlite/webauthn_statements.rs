//! Decides how a tenant's own statements about models are written in SQLite.

use rusqlite::{Connection, params};
use touchstone_core::TenantId;
use touchstone_core::ports::{Change, LocalStatement, Notice, Written};

use super::audit::record;
use super::mobile_admin_write::Answer;
use super::read::{execute, number};
use super::writer::Changed;
use crate::rows::{COUNT_OTHER_STATEMENTS, PUT_LOCAL_STATEMENT, REMOVE_LOCAL_STATEMENT};

pub(super) fn put(
    connection: &Connection,
    change: Change<LocalStatement>,
    max_per_tenant: u64,
) -> Answer<LocalStatement> {
    let statement = change.value;
    let tenant = statement.tenant_id.to_string();
    let others = number(
        connection,
        COUNT_OTHER_STATEMENTS,
        params![tenant, statement.aaguid],
    )?;
    if others >= max_per_tenant {
        return Ok(Changed::nothing(Written::Full));
    }
    execute(
        connection,
        PUT_LOCAL_STATEMENT,
        params![
            tenant,
            statement.aaguid,
            statement.json,
            statement.updated_at.unix_ms(),
        ],
    )?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(statement.tenant_id);
    Ok(Changed::done(statement, notice))
}

pub(super) fn remove(
    connection: &Connection,
    tenant_id: TenantId,
    change: &Change<[u8; 16]>,
) -> Answer<()> {
    let removed = execute(
        connection,
        REMOVE_LOCAL_STATEMENT,
        params![tenant_id.to_string(), change.value],
    )?;
    if removed == 0 {
        return Ok(Changed::nothing(Written::NotFound));
    }
    record(connection, &change.audit)?;
    Ok(Changed::done((), Notice::Tenant(tenant_id)))
}
