//! Decides how the audit log is written and read in PostgreSQL.

use async_trait::async_trait;
use deadpool_postgres::Transaction;
use touchstone_core::AuditId;
use touchstone_core::ports::{AuditFilter, AuditRow, AuditStore, Page, PageRequest, StoreError};

use super::PostgresStore;
use super::fault::Fault;
use super::read::execute;
use crate::rows::{actor_words, audit_row, audit_rows, cut};

/// Writes the trace of a change, in the change's own transaction.
pub(super) async fn record(transaction: &Transaction<'_>, row: &AuditRow) -> Result<(), Fault> {
    let (actor, actor_api_key_id) = actor_words(&row.actor);
    execute(
        transaction,
        "INSERT INTO audit_log (id, tenant_id, actor, actor_api_key_id, action, object, \
         before_json, after_json, request_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &row.id.to_string(),
            &row.tenant_id.map(|id| id.to_string()),
            &actor,
            &actor_api_key_id,
            &row.action,
            &row.object,
            &row.before,
            &row.after,
            &row.request_id,
            &row.created_at.unix_ms(),
        ],
    )
    .await?;
    Ok(())
}

#[async_trait]
impl AuditStore for PostgresStore {
    async fn audit_rows(
        &self,
        filter: &AuditFilter,
        page: PageRequest<AuditId>,
    ) -> Result<Page<AuditRow, AuditId>, StoreError> {
        let query = audit_rows(filter, page.after, page.limit);
        let rows = self.list(&query, audit_row).await?;
        Ok(cut(rows, page.limit, |row| row.id))
    }
}
