//! Decides how an administrator changes what the family `mobile` keeps (spec mobile.md section 6).

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::{
    AndroidApp, AppleApp, Change, DeviceKey, DeviceKeyId, DevicePlatform, Page, PageRequest,
    SessionKey, StoreError, Versioned, Written,
};
use crate::{AppId, TenantId};

/// Which device keys a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceKeyFilter {
    /// Only of this platform.
    pub platform: Option<DevicePlatform>,
    /// Only of this app.
    pub app_id: Option<AppId>,
    /// Only revoked ones, or only those that are not.
    pub revoked: Option<bool>,
}

/// Where a list of device keys goes on: newest registration first, then by key id downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceKeyCursor {
    /// The last row's registration.
    pub registered_at: Timestamp,
    /// The last row's key id.
    pub key_id: [u8; 32],
}

/// What went with an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedApp {
    /// How many device keys were forgotten with it.
    pub device_keys: u64,
}

/// Administration.
#[async_trait]
pub trait MobileAdminStore: Send + Sync + 'static {
    /// Stores the tenant's settings (JSON): `Done` or `VersionDiffers`; version 0 stands for "none stored yet".
    async fn put_mobile_settings(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<Versioned<String>>, StoreError>;

    /// Stores a new app: `Done`, `Taken` (by App ID) or `Full` when the tenant has `max_per_tenant` apps.
    async fn create_apple_app(
        &self,
        change: Change<AppleApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError>;

    /// The app, when it belongs to the tenant.
    async fn apple_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AppleApp>>, StoreError>;

    /// The tenant's apps, newest first.
    async fn apple_apps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<AppId>,
    ) -> Result<Page<Versioned<AppleApp>, AppId>, StoreError>;

    /// Writes policy, DeviceCheck key, `refreshes_receipts`, `enabled` and `updated_at` (never the App ID): `Done`, `NotFound` or
    /// `VersionDiffers`.
    async fn update_apple_app(
        &self,
        change: Change<AppleApp>,
    ) -> Result<Written<Versioned<AppleApp>>, StoreError>;

    /// Removes the app: `Done`, `NotFound`, `VersionDiffers`, or `InUse` while device keys exist and `with_device_keys` is false.
    async fn remove_apple_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError>;

    /// Stores a new app: `Done`, `Taken` (by package name) or `Full` when the tenant has `max_per_tenant` Android apps.
    async fn create_android_app(
        &self,
        change: Change<AndroidApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AndroidApp>>, StoreError>;

    /// The app, when it belongs to the tenant.
    async fn android_app(
        &self,
        tenant_id: TenantId,
        id: AppId,
    ) -> Result<Option<Versioned<AndroidApp>>, StoreError>;

    /// The tenant's apps, newest first.
    async fn android_apps(
        &self,
        tenant_id: TenantId,
        page: PageRequest<AppId>,
    ) -> Result<Page<Versioned<AndroidApp>, AppId>, StoreError>;

    /// Writes policy, keys, service account, `enabled` and `updated_at` (never the package name): `Done`, `NotFound` or
    /// `VersionDiffers`.
    async fn update_android_app(
        &self,
        change: Change<AndroidApp>,
    ) -> Result<Written<Versioned<AndroidApp>>, StoreError>;

    /// Removes the app: `Done`, `NotFound`, `VersionDiffers`, or `InUse` while device keys exist and `with_device_keys` is false.
    async fn remove_android_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, StoreError>;

    /// The device key, when it belongs to the tenant.
    async fn device_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
    ) -> Result<Option<DeviceKey>, StoreError>;

    /// The tenant's device keys of all platforms in one order.
    async fn device_keys(
        &self,
        tenant_id: TenantId,
        filter: &DeviceKeyFilter,
        page: PageRequest<DeviceKeyCursor>,
    ) -> Result<Page<DeviceKey, DeviceKeyCursor>, StoreError>;

    /// Revokes for good: `Done` or `NotFound`. A key that is revoked stays as it is and is `Done`.
    async fn revoke_device_key(
        &self,
        tenant_id: TenantId,
        id: DeviceKeyId,
        at: Timestamp,
        change: Change<String>,
    ) -> Result<Written<DeviceKey>, StoreError>;

    /// Forgets the key, so that the device must attest again: `Done` or `NotFound`.
    async fn forget_device_key(
        &self,
        tenant_id: TenantId,
        change: Change<DeviceKeyId>,
    ) -> Result<Written<()>, StoreError>;

    /// Stores another session master key; `Refused` while the newest one does not issue yet at `created_at`.
    async fn add_session_key(&self, change: Change<SessionKey>) -> Result<Written<()>, StoreError>;
}
