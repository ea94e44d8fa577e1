//! Decides how tenants are kept in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Change, Notice, Page, PageRequest, StoreError, Tenant, TenantStore, Versioned, Written,
};

use super::SqliteStore;
use super::audit::record;
use super::fault::Fault;
use super::read::{execute, first, holds, list};
use super::writer::Changed;
use crate::rows::{cut, tenant, tenant_columns, tenants, version_after, version_number};

#[async_trait]
impl TenantStore for SqliteStore {
    async fn create_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, StoreError> {
        self.writer
            .change(move |connection| create(connection, change))
            .await
    }

    async fn tenant(&self, id: TenantId) -> Result<Option<Versioned<Tenant>>, StoreError> {
        self.readers
            .run(move |connection| by_id(connection, id))
            .await
    }

    async fn tenant_by_name(&self, name: &str) -> Result<Option<Versioned<Tenant>>, StoreError> {
        let name = name.to_owned();
        let sql = concat!(
            "SELECT ",
            tenant_columns!(),
            " FROM tenants WHERE name = $1"
        );
        self.readers
            .run(move |connection| first(connection, sql, [name], tenant))
            .await
    }

    async fn tenants(
        &self,
        only: Option<TenantId>,
        page: PageRequest<TenantId>,
    ) -> Result<Page<Versioned<Tenant>, TenantId>, StoreError> {
        let query = tenants(only, page.after, page.limit);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, tenant))
            .await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_tenant(
        &self,
        change: Change<Tenant>,
    ) -> Result<Written<Versioned<Tenant>>, StoreError> {
        self.writer
            .change(move |connection| update(connection, change))
            .await
    }
}

fn by_id(connection: &Connection, id: TenantId) -> Result<Option<Versioned<Tenant>>, Fault> {
    let sql = concat!("SELECT ", tenant_columns!(), " FROM tenants WHERE id = $1");
    first(connection, sql, [id.to_string()], tenant)
}

fn create(
    connection: &Connection,
    change: Change<Tenant>,
) -> Result<Changed<Written<Versioned<Tenant>>>, Fault> {
    let tenant = change.value;
    let inserted = execute(
        connection,
        "INSERT INTO tenants (id, name, enabled, created_at, updated_at, version) \
         VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (name) DO NOTHING",
        params![
            tenant.id.to_string(),
            tenant.name,
            tenant.enabled,
            tenant.created_at.unix_ms(),
            tenant.updated_at.unix_ms(),
        ],
    )?;
    if inserted == 0 {
        return Ok(Changed::nothing(Written::Taken));
    }
    record(connection, &change.audit)?;
    let notice = Notice::Tenant(tenant.id);
    Ok(Changed::done(
        Versioned {
            value: tenant,
            version: 1,
        },
        notice,
    ))
}

fn update(
    connection: &Connection,
    change: Change<Tenant>,
) -> Result<Changed<Written<Versioned<Tenant>>>, Fault> {
    let wanted = change.value;
    let id = wanted.id;
    let Some(stored) = by_id(connection, id)? else {
        return Ok(Changed::nothing(Written::NotFound));
    };
    let Some(version) = version_after(stored.version, change.if_version) else {
        return Ok(Changed::nothing(Written::VersionDiffers));
    };
    let is_taken = holds(
        connection,
        "SELECT EXISTS (SELECT 1 FROM tenants WHERE name = $1 AND id <> $2)",
        params![wanted.name, id.to_string()],
    )?;
    if is_taken {
        return Ok(Changed::nothing(Written::Taken));
    }
    execute(
        connection,
        "UPDATE tenants SET name = $1, enabled = $2, updated_at = $3, version = $4 WHERE id = $5",
        params![
            wanted.name,
            wanted.enabled,
            wanted.updated_at.unix_ms(),
            version_number(version),
            id.to_string(),
        ],
    )?;
    record(connection, &change.audit)?;
    let value = Tenant {
        created_at: stored.value.created_at,
        ..wanted
    };
    Ok(Changed::done(
        Versioned { value, version },
        Notice::Tenant(id),
    ))
}
