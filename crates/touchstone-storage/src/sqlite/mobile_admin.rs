//! Decides how an administrator reads and changes what the family `mobile` keeps, in SQLite.

use async_trait::async_trait;
use touchstone_core::ports::{
    AndroidApp, AppleApp, Change, DeviceKey, DeviceKeyCursor, DeviceKeyFilter, DeviceKeyId,
    MobileAdminStore, Page, PageRequest, RemovedApp, SessionKey, StoreError, Versioned, Written,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use super::read::list;
use super::{
    SqliteStore, mobile_admin_write, mobile_android_apps, mobile_apple_apps, mobile_device_keys,
};
use crate::rows::{android_app, android_apps, apple_app, apple_apps, cut, device_keys, merged};

#[async_trait]
impl MobileAdminStore for SqliteStore {
    async fn put_mobile_settings(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<Versioned<String>>, StoreError> {
        self.writer
            .change(move |connection| {
                mobile_admin_write::put_settings(connection, tenant_id, change)
            })
            .await
    }

    async fn create_apple_app(
        &self,
        change: Change<AppleApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError> {
        self.writer
            .change(move |connection| mobile_apple_apps::create(connection, change, max_per_tenant))
            .await
    }

    async fn apple_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AppleApp>>, StoreError> {
        self.readers
            .run(move |connection| mobile_apple_apps::by_id(connection, tenant_id, id))
            .await
    }

    async fn apple_apps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<AppId>,
    ) -> Result<Page<Versioned<AppleApp>, AppId>, StoreError> {
        let query = apple_apps(tenant_id, &page);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, apple_app))
            .await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_apple_app(
        &self,
        change: Change<AppleApp>,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError> {
        self.writer
            .change(move |connection| mobile_apple_apps::update(connection, change))
            .await
    }

    async fn remove_apple_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError> {
        self.writer
            .change(move |connection| {
                mobile_apple_apps::remove(connection, tenant_id, with_device_keys, &change)
            })
            .await
    }

    async fn create_android_app(
        &self,
        change: Change<AndroidApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AndroidApp>>, StoreError> {
        self.writer
            .change(move |connection| {
                mobile_android_apps::create(connection, change, max_per_tenant)
            })
            .await
    }

    async fn android_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AndroidApp>>, StoreError> {
        self.readers
            .run(move |connection| mobile_android_apps::by_id(connection, tenant_id, id))
            .await
    }

    async fn android_apps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<AppId>,
    ) -> Result<Page<Versioned<AndroidApp>, AppId>, StoreError> {
        let query = android_apps(tenant_id, &page);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, android_app))
            .await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn update_android_app(
        &self,
        change: Change<AndroidApp>,
    ) -> Result<Written<Versioned<AndroidApp>>, StoreError> {
        self.writer
            .change(move |connection| mobile_android_apps::update(connection, change))
            .await
    }

    async fn remove_android_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError> {
        self.writer
            .change(move |connection| {
                mobile_android_apps::remove(connection, tenant_id, with_device_keys, &change)
            })
            .await
    }

    async fn device_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
    ) -> Result<Option<DeviceKey>, StoreError> {
        self.readers
            .run(move |connection| mobile_device_keys::by_id(connection, tenant_id, id))
            .await
    }

    async fn device_keys(
        &self,
        tenant_id: TenantId,
        filter: &DeviceKeyFilter,
        page: PageRequest<DeviceKeyCursor>,
    ) -> Result<Page<DeviceKey, DeviceKeyCursor>, StoreError> {
        let queries = device_keys(tenant_id, filter, &page);
        let keys = self
            .readers
            .run(move |connection| mobile_device_keys::of_lists(connection, &queries))
            .await?;
        Ok(merged(keys, page.limit))
    }

    async fn revoke_device_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
        at: Timestamp,
        change: Change<String>,
    ) -> Result<Written<DeviceKey>, StoreError> {
        self.writer
            .change(move |connection| {
                mobile_device_keys::revoke(connection, tenant_id, id, at, change)
            })
            .await
    }

    async fn forget_device_key(
        &self,
        tenant_id: TenantId,
        change: Change<DeviceKeyId>,
    ) -> Result<Written<()>, StoreError> {
        self.writer
            .change(move |connection| mobile_device_keys::forget(connection, tenant_id, &change))
            .await
    }

    async fn add_session_key(&self, change: Change<SessionKey>) -> Result<Written<()>, StoreError> {
        self.writer
            .change(move |connection| mobile_admin_write::add_session_key(connection, &change))
            .await
    }
}
