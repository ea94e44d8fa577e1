//! Decides how an administrator reads and changes what the family `mobile` keeps, in SQLite.

use async_trait::async_trait;
use touchstone_core::ports::{
    AppleApp, AppleKey, AppleKeyFilter, Change, DeviceKeyCursor, MobileAdminStore, Page,
    PageRequest, RemovedApp, SessionKey, StoreError, Versioned, Written,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use super::SqliteStore;
use super::mobile::key_by_id;
use super::mobile_admin_write as write;
use super::read::list;
use crate::rows::{apple_app, apple_apps, apple_key, apple_keys, cut};

#[async_trait]
impl MobileAdminStore for SqliteStore {
    async fn put_mobile_settings(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<Versioned<String>>, StoreError> {
        self.writer
            .change(move |connection| write::put_settings(connection, tenant_id, change))
            .await
    }

    async fn create_apple_app(
        &self,
        change: Change<AppleApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError> {
        self.writer
            .change(move |connection| write::create_app(connection, change, max_per_tenant))
            .await
    }

    async fn apple_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AppleApp>>, StoreError> {
        self.readers
            .run(move |connection| write::app_by_id(connection, tenant_id, id))
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
            .change(move |connection| write::update_app(connection, change))
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
                write::remove_app(connection, tenant_id, with_device_keys, &change)
            })
            .await
    }

    async fn apple_key(
        &self,
        tenant_id: TenantId,
        key_id: &[u8; 32],
    ) -> Result<Option<AppleKey>, StoreError> {
        let key_id = *key_id;
        self.readers
            .run(move |connection| key_by_id(connection, &tenant_id.to_string(), &key_id))
            .await
    }

    async fn apple_keys(
        &self,
        tenant_id: TenantId,
        filter: &AppleKeyFilter,
        page: PageRequest<DeviceKeyCursor>,
    ) -> Result<Page<AppleKey, DeviceKeyCursor>, StoreError> {
        let query = apple_keys(tenant_id, filter, &page);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, apple_key))
            .await?;
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
        let key_id = *key_id;
        self.writer
            .change(move |connection| write::revoke_key(connection, tenant_id, &key_id, at, change))
            .await
    }

    async fn forget_apple_key(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 32]>,
    ) -> Result<Written<()>, StoreError> {
        self.writer
            .change(move |connection| write::forget_key(connection, tenant_id, &change))
            .await
    }

    async fn add_session_key(&self, change: Change<SessionKey>) -> Result<Written<()>, StoreError> {
        self.writer
            .change(move |connection| write::add_session_key(connection, &change))
            .await
    }
}
