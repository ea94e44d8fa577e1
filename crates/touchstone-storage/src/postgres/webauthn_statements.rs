//! Decides how a tenant's own statements about models are written in PostgreSQL.

use touchstone_core::TenantId;
use touchstone_core::ports::{Change, LocalStatement, Notice, Written};

use super::fault::Fault;
use super::mobile_admin_write::{count, lock};
use super::read::execute;
use super::{PostgresStore, locks};
use crate::rows::{COUNT_OTHER_STATEMENTS, PUT_LOCAL_STATEMENT, REMOVE_LOCAL_STATEMENT};

impl PostgresStore {
    pub(super) async fn put_statement(
        &self,
        change: Change<LocalStatement>,
        max_per_tenant: u64,
    ) -> Result<Written<LocalStatement>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::LIMITS).await?;
        let statement = change.value;
        let (tenant, aaguid) = (statement.tenant_id.to_string(), statement.aaguid.as_slice());
        let others = count(&transaction, COUNT_OTHER_STATEMENTS, &[&tenant, &aaguid]).await?;
        if others >= max_per_tenant {
            return Ok(Written::Full);
        }
        execute(
            &transaction,
            PUT_LOCAL_STATEMENT,
            &[
                &tenant,
                &aaguid,
                &statement.json,
                &statement.updated_at.unix_ms(),
            ],
        )
        .await?;
        let notice = Notice::Tenant(statement.tenant_id);
        self.commit_change(transaction, &change.audit, notice, statement)
            .await
    }

    pub(super) async fn delete_statement(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 16]>,
    ) -> Result<Written<()>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let removed = execute(
            &transaction,
            REMOVE_LOCAL_STATEMENT,
            &[&tenant_id.to_string(), &change.value.as_slice()],
        )
        .await?;
        if removed == 0 {
            return Ok(Written::NotFound);
        }
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), ())
            .await
    }
}
