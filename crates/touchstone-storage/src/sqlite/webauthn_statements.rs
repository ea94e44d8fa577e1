//! Decides how a tenant's own statements about models are written in SQLite.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Change, LocalStatement, Notice, Reevaluation, StatementLimits, Written,
};

use super::audit::record;
use super::fault::Fault;
use super::mobile_admin_write::Answer;
use super::read::{execute, first, number};
use super::webauthn_trust::ask;
use super::writer::Changed;
use crate::rows::{
    COUNT_OTHER_STATEMENTS, PUT_LOCAL_STATEMENT, REMOVE_LOCAL_STATEMENT, SUM_OTHER_STATEMENTS,
    count_number, local_statement, local_statement_columns, statement_bytes, without_nul,
};

/// The statement of tenant `$1` about model `$2`.
const LOCAL_STATEMENT: &str = concat!(
    "SELECT ",
    local_statement_columns!(),
    " FROM webauthn_statements WHERE tenant_id = $1 AND aaguid = $2"
);

/// The statements about these models.
pub(super) fn about(
    connection: &Connection,
    tenant_id: TenantId,
    models: BTreeSet<[u8; 16]>,
) -> Result<Vec<LocalStatement>, Fault> {
    // One state of the database for all.
    let _snapshot = connection.unchecked_transaction()?;
    let tenant = tenant_id.to_string();
    let mut found = Vec::new();
    for model in models {
        let params = params![tenant, model];
        found.extend(first(connection, LOCAL_STATEMENT, params, local_statement)?);
    }
    Ok(found)
}

pub(super) fn put(
    connection: &Connection,
    change: Change<LocalStatement>,
    limits: StatementLimits,
    walk: &Reevaluation,
) -> Answer<LocalStatement> {
    let statement = change.value;
    let (tenant, head) = (statement.tenant_id.to_string(), &statement.head);
    let others = params![tenant, head.aaguid];
    if number(connection, COUNT_OTHER_STATEMENTS, others)? >= limits.per_tenant {
        return Ok(Changed::nothing(Written::Full));
    }
    let bytes = statement_bytes(&statement);
    let all = number(connection, SUM_OTHER_STATEMENTS, others)?.saturating_add(bytes);
    if all > limits.bytes_per_tenant {
        return Ok(Changed::nothing(Written::TooLarge(all)));
    }
    execute(
        connection,
        PUT_LOCAL_STATEMENT,
        params![
            tenant,
            head.aaguid,
            head.description.as_deref().map(without_nul),
            head.sha256,
            head.updated_at.unix_ms(),
            count_number(bytes),
            statement.json,
        ],
    )?;
    ask(connection, walk)?;
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(statement.tenant_id);
    Ok(Changed::done(statement, notice))
}

pub(super) fn remove(
    connection: &Connection,
    tenant_id: TenantId,
    change: &Change<[u8; 16]>,
    walk: &Reevaluation,
) -> Answer<()> {
    let removed = execute(
        connection,
        REMOVE_LOCAL_STATEMENT,
        params![tenant_id.to_string(), change.value],
    )?;
    if removed == 0 {
        return Ok(Changed::nothing(Written::NotFound));
    }
    ask(connection, walk)?;
    record(connection, &change.audit)?;
    Ok(Changed::done((), Notice::Tenant(tenant_id)))
}
