//! A fresh database of one engine, gone after the test.

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use touchstone_core::ports::{AndroidKey, AppleKey, DeviceKey, Store, Written};
use touchstone_core::{AppId, TenantId};
use touchstone_storage::{Options, StorageUrl, open};

use super::raw::Raw;
use super::{KEY, Maker, android, apple, change, with_register, with_register_android};

/// Where a test plays.
pub struct Stage {
    pub url: StorageUrl,
    pub store: Arc<dyn Store>,
    pub make: Arc<Maker>,
    /// How a second connection, a shell's or another process's, reaches the database.
    pub address: String,
    folder: Option<TempDir>,
}

impl Stage {
    pub async fn sqlite() -> Self {
        Self::sqlite_with(&Options::default()).await
    }

    pub async fn sqlite_with(options: &Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("touchstone.db");
        let mut stage = Self::open(format!("sqlite:{}", file.display()), options).await;
        stage.folder = Some(folder);
        stage
    }

    pub async fn postgres() -> Self {
        Self::postgres_with(&Options::default()).await
    }

    pub async fn postgres_with(options: &Options) -> Self {
        Self::open(touchstone_testkit::postgres::fresh_database(), options).await
    }

    pub async fn open(address: String, options: &Options) -> Self {
        let url: StorageUrl = address.parse().unwrap();
        let store = open(&url, options).await.unwrap();
        Self {
            url,
            store,
            make: Arc::new(Maker),
            address,
            folder: None,
        }
    }

    /// Closes the store and opens it again, as a restart does.
    pub async fn reopen(self) -> Self {
        self.reopen_with(&Options::default()).await
    }

    pub async fn reopen_with(self, options: &Options) -> Self {
        let Self {
            url,
            store,
            make,
            address,
            folder,
        } = self;
        drop(store);
        let store = open(&url, options).await.unwrap();
        Self {
            url,
            store,
            make,
            address,
            folder,
        }
    }

    /// Closes the store; the database stays while the answer lives.
    pub fn close(self) -> Option<TempDir> {
        self.folder
    }

    /// Another node on the same database; the embedded engine has one node only and shares it.
    pub async fn second_node(&self) -> Arc<dyn Store> {
        match self.url {
            StorageUrl::Sqlite(_) => Arc::clone(&self.store),
            StorageUrl::Postgres(_) => open(&self.url, &Options::default()).await.unwrap(),
        }
    }

    /// A connection past the store.
    pub async fn raw(&self) -> Raw {
        match &self.url {
            StorageUrl::Sqlite(path) => Raw::sqlite(path),
            StorageUrl::Postgres(_) => Raw::postgres(&self.address).await,
        }
    }

    /// The file, for engines that have one.
    pub fn file(&self) -> &Path {
        match &self.url {
            StorageUrl::Sqlite(path) => path,
            StorageUrl::Postgres(_) => panic!("there is no file"),
        }
    }

    /// A new enabled tenant.
    pub async fn tenant(&self, name: &str) -> TenantId {
        let tenant = self.make.tenant(name);
        let id = tenant.id;
        let written = self.store.create_tenant(change(tenant)).await.unwrap();
        assert!(matches!(written, Written::Done(_)), "{written:?}");
        id
    }

    /// A new app of the tenant.
    pub async fn app(&self, tenant_id: TenantId) -> AppId {
        let app = self.make.app(tenant_id);
        let id = app.id;
        let written = self.store.create_apple_app(change(app), 10).await.unwrap();
        assert!(matches!(written, Written::Done(_)), "{written:?}");
        id
    }

    /// A tenant with an app and the device key `KEY`, whose counter is 1.
    pub async fn registered(&self) -> (TenantId, AppId) {
        let tenant = self.tenant("acme").await;
        let app = self.app(tenant).await;
        let settlement = with_register(self.make.settlement(tenant), app, KEY);
        let settled = self.store.settle_mobile(settlement).await.unwrap();
        assert_eq!(settled.conflict, None);
        (tenant, app)
    }

    /// A new Android app of the tenant.
    pub async fn android_app(&self, tenant_id: TenantId) -> AppId {
        let app = self.make.android_app(tenant_id);
        let id = app.id;
        let written = self
            .store
            .create_android_app(change(app), 10)
            .await
            .unwrap();
        assert!(matches!(written, Written::Done(_)), "{written:?}");
        id
    }

    /// A tenant with an Android app and its device key `KEY`.
    pub async fn registered_android(&self) -> (TenantId, AppId) {
        let tenant = self.tenant("acme").await;
        let app = self.android_app(tenant).await;
        let settlement = with_register_android(self.make.settlement(tenant), app, KEY);
        let settled = self.store.settle_mobile(settlement).await.unwrap();
        assert_eq!(settled.conflict, None);
        (tenant, app)
    }

    /// The key of an iPhone.
    pub async fn apple_key(&self, tenant: TenantId, key_id: [u8; 32]) -> Option<AppleKey> {
        let found = self.store.device_key(tenant, apple(key_id)).await;
        match found.unwrap()? {
            DeviceKey::Apple(key) => Some(key),
            DeviceKey::Android(key) => panic!("of an Android phone: {key:?}"),
        }
    }

    /// The key of an Android phone.
    pub async fn android_key(&self, tenant: TenantId, key_id: [u8; 32]) -> Option<AndroidKey> {
        let found = self.store.device_key(tenant, android(key_id)).await;
        match found.unwrap()? {
            DeviceKey::Android(key) => Some(key),
            DeviceKey::Apple(key) => panic!("of an iPhone: {key:?}"),
        }
    }

    /// The stored counter of `KEY`.
    pub async fn counter(&self, tenant: TenantId) -> u32 {
        self.apple_key(tenant, KEY).await.unwrap().counter
    }
}
