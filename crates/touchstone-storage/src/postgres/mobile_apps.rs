//! Decides in PostgreSQL whether an app of either kind may be registered, and how one is removed; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{Change, Notice, RemovedApp, Written};
use touchstone_core::{AppId, TenantId};

use super::fault::Fault;
use super::mobile_admin_write::{count, lock};
use super::read::execute;
use super::{PostgresStore, locks};
use crate::rows::{AppStatements, version_after};

/// What stands against another app of this unique name: `Taken` or `Full`. Until the transaction ends no other node asks.
pub(super) async fn hindrance<T>(
    transaction: &Transaction<'_>,
    statements: &AppStatements,
    tenant_id: &str,
    name: &str,
    max_per_tenant: u64,
) -> Result<Option<Written<T>>, Fault> {
    lock(transaction, locks::LIMITS).await?;
    let named = count(transaction, statements.count_named, &[&tenant_id, &name]).await?;
    if named > 0 {
        return Ok(Some(Written::Taken));
    }
    let apps = count(transaction, statements.count, &[&tenant_id]).await?;
    Ok((apps >= max_per_tenant).then_some(Written::Full))
}

impl PostgresStore {
    /// Removes the app, whose version is `stored` and whose row is locked when the tenant has it.
    pub(super) async fn delete_app(
        &self,
        transaction: Transaction<'_>,
        statements: &AppStatements,
        stored: Option<u64>,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, Fault> {
        let Some(stored) = stored else {
            return Ok(Written::NotFound);
        };
        if version_after(stored, change.if_version).is_none() {
            return Ok(Written::VersionDiffers);
        }
        let (tenant, app) = (tenant_id.to_string(), change.value.to_string());
        let device_keys = count(&transaction, statements.count_keys, &[&tenant, &app]).await?;
        if device_keys > 0 && !with_device_keys {
            return Ok(Written::InUse(device_keys));
        }
        execute(&transaction, statements.delete_keys, &[&tenant, &app]).await?;
        execute(&transaction, statements.delete, &[&tenant, &app]).await?;
        let notice = Notice::Tenant(tenant_id);
        let removed = RemovedApp { device_keys };
        self.commit_change(transaction, &change.audit, notice, removed)
            .await
    }
}
