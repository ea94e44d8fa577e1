//! Decides how a tenant's own statements about models are written in PostgreSQL.

use touchstone_core::TenantId;
use touchstone_core::ports::{
    Change, LocalStatement, Notice, Reevaluation, StatementLimits, Written,
};

use super::fault::Fault;
use super::mobile_admin_write::{count, lock};
use super::read::execute;
use super::webauthn_trust::ask;
use super::{PostgresStore, locks};
use crate::rows::{
    COUNT_OTHER_STATEMENTS, PUT_LOCAL_STATEMENT, REMOVE_LOCAL_STATEMENT, SUM_OTHER_STATEMENTS,
    count_number, statement_bytes, without_nul,
};

impl PostgresStore {
    pub(super) async fn put_statement(
        &self,
        change: Change<LocalStatement>,
        limits: StatementLimits,
        walk: &Reevaluation,
    ) -> Result<Written<LocalStatement>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::LIMITS).await?;
        let statement = change.value;
        let (tenant, head) = (statement.tenant_id.to_string(), &statement.head);
        let aaguid = head.aaguid.as_slice();
        let others = count(&transaction, COUNT_OTHER_STATEMENTS, &[&tenant, &aaguid]).await?;
        if others >= limits.per_tenant {
            return Ok(Written::Full);
        }
        let bytes = statement_bytes(&statement);
        let others = count(&transaction, SUM_OTHER_STATEMENTS, &[&tenant, &aaguid]).await?;
        let all = others.saturating_add(bytes);
        if all > limits.bytes_per_tenant {
            return Ok(Written::TooLarge(all));
        }
        execute(
            &transaction,
            PUT_LOCAL_STATEMENT,
            &[
                &tenant,
                &aaguid,
                &head.description.as_deref().map(without_nul),
                &head.sha256.as_slice(),
                &head.updated_at.unix_ms(),
                &count_number(bytes),
                &statement.json,
            ],
        )
        .await?;
        ask(&transaction, walk).await?;
        let notice = Notice::Tenant(statement.tenant_id);
        self.commit_change(transaction, &change.audit, notice, statement)
            .await
    }

    pub(super) async fn delete_statement(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 16]>,
        walk: &Reevaluation,
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
        ask(&transaction, walk).await?;
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), ())
            .await
    }
}
