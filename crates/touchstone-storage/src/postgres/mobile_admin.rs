//! Decides how an administrator reads and changes what the family `mobile` keeps, in PostgreSQL.

use async_trait::async_trait;
use touchstone_core::ports::{
    AppleApp, AppleKey, AppleKeyFilter, Change, DeviceKeyCursor, MobileAdminStore, Page,
    PageRequest, RemovedApp, SessionKey, StoreError, Versioned, Written,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use super::PostgresStore;
use super::mobile::KEY_BY_ID;
use crate::rows::{apple_app, apple_app_columns, apple_apps, apple_key, apple_keys, cut};

#[async_trait]
impl MobileAdminStore for PostgresStore {
    async fn put_mobile_settings(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<Versioned<String>>, StoreError> {
        Ok(self.write_settings(tenant_id, change).await?)
    }

    async fn create_apple_app(
        &self,
        change: Change<AppleApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError> {
        Ok(self.insert_app(change, max_per_tenant).await?)
    }

    async fn apple_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AppleApp>>, StoreError> {
        let sql = concat!(
            "SELECT ",
            apple_app_columns!(),
            " FROM apple_apps WHERE tenant_id = $1 AND id = $2"
        );
        let (tenant_id, id) = (tenant_id.to_string(), id.to_string());
        Ok(self.first(sql, &[&tenant_id, &id], apple_app).await?)
    }

    async fn apple_apps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<AppId>,
    ) -> Result<Page<Versioned<AppleApp>, AppId>, StoreError> {
        let query = apple_apps(tenant_id, &page);
        let rows = self.list(&query, apple_app).await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_apple_app(
        &self,
        change: Change<AppleApp>,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError> {
        Ok(self.replace_app(change).await?)
    }

    async fn remove_apple_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError> {
        Ok(self.delete_app(tenant_id, with_device_keys, change).await?)
    }

    async fn apple_key(
        &self,
        tenant_id: TenantId,
        key_id: &[u8; 32],
    ) -> Result<Option<AppleKey>, StoreError> {
        let tenant_id = tenant_id.to_string();
        let found = self
            .first(KEY_BY_ID, &[&tenant_id, &key_id.as_slice()], apple_key)
            .await?;
        Ok(found)
    }

    async fn apple_keys(
        &self,
        tenant_id: TenantId,
        filter: &AppleKeyFilter,
        page: PageRequest<DeviceKeyCursor>,
    ) -> Result<Page<AppleKey, DeviceKeyCursor>, StoreError> {
        let query = apple_keys(tenant_id, filter, &page);
        let rows = self.list(&query, apple_key).await?;
        Ok(cut(rows, page.limit, |key| DeviceKeyCursor {
            registered_at: key.registered_at,
            key_id: key.key_id,
        }))
    }

    async fn revoke_apple_key(
        &self,
        tenant_id: TenantId,
        key_id: &[u8; 32],
        at: Timestamp,
        change: Change<String>,
    ) -> Result<Written<AppleKey>, StoreError> {
        Ok(self.end_key(tenant_id, key_id, at, change).await?)
    }

    async fn forget_apple_key(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 32]>,
    ) -> Result<Written<()>, StoreError> {
        Ok(self.delete_key(tenant_id, change).await?)
    }

    async fn add_session_key(&self, change: Change<SessionKey>) -> Result<Written<()>, StoreError> {
        Ok(self.insert_session_key(change).await?)
    }
}
