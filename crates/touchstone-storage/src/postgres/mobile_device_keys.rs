//! Decides how device keys of all platforms are read, revoked and forgotten in PostgreSQL.

use deadpool_postgres::GenericClient;
use touchstone_core::ports::{Change, DeviceKey, DeviceKeyId, DevicePlatform, Notice, Written};
use touchstone_core::{TenantId, Timestamp};

use super::PostgresStore;
use super::fault::Fault;
use super::read::{execute, first};
use crate::rows::{ListQuery, device_key, key_statements};

/// The device key, when it belongs to the tenant.
pub(super) async fn by_id(
    client: &impl GenericClient,
    tenant_id: &str,
    id: DeviceKeyId,
) -> Result<Option<DeviceKey>, Fault> {
    first(
        client,
        key_statements(id.platform).by_id,
        &[&tenant_id, &id.key_id.as_slice()],
        |row| device_key(row, id.platform),
    )
    .await
}

impl PostgresStore {
    /// The keys of every list, one list after the other.
    pub(super) async fn keys_of_lists(
        &self,
        queries: &[(DevicePlatform, ListQuery)],
    ) -> Result<Vec<DeviceKey>, Fault> {
        let mut keys = Vec::new();
        for (platform, query) in queries {
            let found = self.list(query, |row| device_key(row, *platform)).await?;
            keys.extend(found);
        }
        Ok(keys)
    }

    pub(super) async fn end_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
        at: Timestamp,
        change: Change<String>,
    ) -> Result<Written<DeviceKey>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let statements = key_statements(id.platform);
        let (tenant, key_id) = (tenant_id.to_string(), id.key_id.as_slice());
        let locking = format!("{} FOR NO KEY UPDATE", statements.by_id);
        let read = |row: &dyn crate::rows::Row| device_key(row, id.platform);
        let Some(mut key) = first(&transaction, &locking, &[&tenant, &key_id], read).await? else {
            return Ok(Written::NotFound);
        };
        if key.revoked_at().is_some() {
            return Ok(Written::Done(key));
        }
        execute(
            &transaction,
            statements.revoke,
            &[&at.unix_ms(), &change.value, &tenant, &key_id],
        )
        .await?;
        key.revoke(at, change.value);
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), key)
            .await
    }

    pub(super) async fn delete_key(
        &self,
        tenant_id: TenantId,
        change: Change<DeviceKeyId>,
    ) -> Result<Written<()>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let id = change.value;
        let forgotten = execute(
            &transaction,
            key_statements(id.platform).forget,
            &[&tenant_id.to_string(), &id.key_id.as_slice()],
        )
        .await?;
        if forgotten == 0 {
            return Ok(Written::NotFound);
        }
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), ())
            .await
    }
}
