//! Decides how tenants are kept in PostgreSQL.

use async_trait::async_trait;
use deadpool_postgres::Transaction;
use tokio_postgres::error::SqlState;
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Change, Notice, Page, PageRequest, StoreError, Tenant, TenantStore, Versioned, Written,
};

use super::PostgresStore;
use super::fault::Fault;
use super::read::{execute, first};
use crate::rows::{cut, tenant, tenant_columns, tenants, version_after, version_number};

#[async_trait]
impl TenantStore for PostgresStore {
    async fn create_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, StoreError> {
        Ok(self.insert_tenant(change).await?)
    }

    async fn tenant(&self, id: TenantId) -> Result<Option<Versioned<Tenant>>, StoreError> {
        let sql = concat!("SELECT ", tenant_columns!(), " FROM tenants WHERE id = $1");
        Ok(self.first(sql, &[&id.to_string()], tenant).await?)
    }

    async fn tenant_by_name(&self, name: &str) -> Result<Option<Versioned<Tenant>>, StoreError> {
        let sql = concat!(
            "SELECT ",
            tenant_columns!(),
            " FROM tenants WHERE name = $1"
        );
        Ok(self.first(sql, &[&name], tenant).await?)
    }

    async fn tenants(
        &self,
        only: Option<TenantId>,
        page: PageRequest<TenantId>,
    ) -> Result<Page<Versioned<Tenant>, TenantId>, StoreError> {
        let query = tenants(only, page.after, page.limit);
        let rows = self.list(&query, tenant).await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, StoreError> {
        Ok(self.replace_tenant(change).await?)
    }
}

impl PostgresStore {
    async fn insert_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let value = change.value;
        let inserted = execute(
            &transaction,
            "INSERT INTO tenants (id, name, enabled, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (name) DO NOTHING",
            &[
                &value.id.to_string(),
                &value.name,
                &value.enabled,
                &value.created_at.unix_ms(),
                &value.updated_at.unix_ms(),
            ],
        )
        .await?;
        if inserted == 0 {
            return Ok(Written::Taken);
        }
        let notice = Notice::Tenant(value.id);
        let stored = Versioned { value, version: 1 };
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }

    async fn replace_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let wanted = change.value;
        let Some(stored) = locked(&transaction, wanted.id).await? else {
            return Ok(Written::NotFound);
        };
        let Some(version) = version_after(stored.version, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        let updated = execute(
            &transaction,
            "UPDATE tenants SET name = $1, enabled = $2, updated_at = $3, version = $4 \
             WHERE id = $5",
            &[
                &wanted.name,
                &wanted.enabled,
                &wanted.updated_at.unix_ms(),
                &version_number(version),
                &wanted.id.to_string(),
            ],
        )
        .await;
        match updated {
            // Only the name is unique beside the identifier.
            Err(Fault::Engine(error)) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                return Ok(Written::Taken);
            }
            other => other?,
        };
        let notice = Notice::Tenant(wanted.id);
        let value = Tenant {
            created_at: stored.value.created_at,
            ..wanted
        };
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }
}

async fn locked(
    transaction: &Transaction<'_>,
    id: TenantId,
) -> Result<Option<Versioned<Tenant>>, Fault> {
    let sql = concat!(
        "SELECT ",
        tenant_columns!(),
        " FROM tenants WHERE id = $1 FOR NO KEY UPDATE"
    );
    first(transaction, sql, &[&id.to_string()], tenant).await
}
