//! Decides how an administrator reads and changes what the family `mobile` keeps, in PostgreSQL.

use async_trait::async_trait;
use touchstone_core::ports::{
    AndroidApp, AppleApp, Change, DeviceKey, DeviceKeyCursor, DeviceKeyFilter, DeviceKeyId,
    MobileAdminStore, Page, PageRequest, RemovedApp, SessionKey, StoreError, Versioned, Written,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use super::{PostgresStore, mobile_android_apps, mobile_apple_apps, mobile_device_keys};
use crate::rows::{android_app, android_apps, apple_app, apple_apps, cut, device_keys, merged};

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
        Ok(self.insert_apple_app(change, max_per_tenant).await?)
    }

    async fn apple_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AppleApp>>, StoreError> {
        let sql = mobile_apple_apps::BY_ID;
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
        Ok(self.replace_apple_app(change).await?)
    }

    async fn remove_apple_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError> {
        Ok(self
            .delete_apple_app(tenant_id, with_device_keys, change)
            .await?)
    }

    async fn create_android_app(
        &self,
        change: Change<AndroidApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AndroidApp>>, StoreError> {
        Ok(self.insert_android_app(change, max_per_tenant).await?)
    }

    async fn android_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AndroidApp>>, StoreError> {
        let sql = mobile_android_apps::BY_ID;
        let (tenant_id, id) = (tenant_id.to_string(), id.to_string());
        Ok(self.first(sql, &[&tenant_id, &id], android_app).await?)
    }

    async fn android_apps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<AppId>,
    ) -> Result<Page<Versioned<AndroidApp>, AppId>, StoreError> {
        let query = android_apps(tenant_id, &page);
        let rows = self.list(&query, android_app).await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_android_app(
        &self,
        change: Change<AndroidApp>,
    ) -> Result<Written<Versioned<AndroidApp>>, StoreError> {
        Ok(self.replace_android_app(change).await?)
    }

    async fn remove_android_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError> {
        Ok(self
            .delete_android_app(tenant_id, with_device_keys, change)
            .await?)
    }

    async fn device_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
    ) -> Result<Option<DeviceKey>, StoreError> {
        let found = async {
            let client = self.pool.get().await?;
            mobile_device_keys::by_id(&client, &tenant_id.to_string(), id).await
        };
        Ok(found.await?)
    }

    async fn device_keys(
        &self,
        tenant_id: TenantId,
        filter: &DeviceKeyFilter,
        page: PageRequest<DeviceKeyCursor>,
    ) -> Result<Page<DeviceKey, DeviceKeyCursor>, StoreError> {
        let queries = device_keys(tenant_id, filter, &page);
        Ok(merged(self.keys_of_lists(&queries).await?, page.limit))
    }

    async fn revoke_device_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
        at: Timestamp,
        change: Change<String>,
    ) -> Result<Written<DeviceKey>, StoreError> {
        Ok(self.end_key(tenant_id, id, at, change).await?)
    }

    async fn forget_device_key(
        &self,
        tenant_id: TenantId,
        change: Change<DeviceKeyId>,
    ) -> Result<Written<()>, StoreError> {
        Ok(self.delete_key(tenant_id, change).await?)
    }

    async fn add_session_key(&self, change: Change<SessionKey>) -> Result<Written<()>, StoreError> {
        Ok(self.insert_session_key(change).await?)
    }
}
