//! A fresh database of one engine, gone after the test.

use std::sync::Arc;

use tempfile::TempDir;
use tokio_postgres::NoTls;
use touchstone_core::TenantId;
use touchstone_core::ports::{Store, Written};
use touchstone_storage::{Options, StorageUrl, open};

use super::{Maker, change};

/// Where a test plays.
pub struct Stage {
    pub url: StorageUrl,
    pub store: Arc<dyn Store>,
    pub make: Arc<Maker>,
    folder: Option<TempDir>,
}

impl Stage {
    pub async fn sqlite() -> Self {
        Self::sqlite_with(&Options::default()).await
    }

    pub async fn sqlite_with(options: &Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = StorageUrl::Sqlite(folder.path().join("touchstone.db"));
        let mut stage = Self::open(url, options).await;
        stage.folder = Some(folder);
        stage
    }

    pub async fn postgres() -> Self {
        Self::postgres_with(&Options::default()).await
    }

    pub async fn postgres_with(options: &Options) -> Self {
        let server = touchstone_testkit::postgres::server_url();
        Self::open(fresh_database(&server).await, options).await
    }

    pub async fn open(url: StorageUrl, options: &Options) -> Self {
        let store = open(&url, options).await.unwrap();
        Self {
            url,
            store,
            make: Arc::new(Maker::default()),
            folder: None,
        }
    }

    /// Closes the store and opens it again, as a restart does.
    pub async fn reopen(self) -> Self {
        let Self {
            url,
            store,
            make,
            folder,
        } = self;
        drop(store);
        let store = open(&url, &Options::default()).await.unwrap();
        Self {
            url,
            store,
            make,
            folder,
        }
    }

    /// Another process's view of the database: an engine for many nodes opens a second store, the embedded one shares its own.
    pub async fn second_node(&self) -> Arc<dyn Store> {
        match self.url {
            StorageUrl::Sqlite(_) => Arc::clone(&self.store),
            StorageUrl::Postgres(_) => open(&self.url, &Options::default()).await.unwrap(),
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
}

/// A database of its own on the server.
pub async fn fresh_database(server: &str) -> StorageUrl {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await.unwrap();
    tokio::spawn(connection);
    let name = Maker::default().unique_name();
    client
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}").parse().unwrap()
}
