//! Decides which adapter serves a storage URL.

use std::sync::Arc;

use touchstone_core::ports::Store;

use crate::{OpenError, Options, StorageUrl, postgres, sqlite};

/// How far a database is migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaVersion {
    /// The version that is stored; 0 for an empty or missing database.
    pub found: u32,
    /// The version that this binary needs.
    pub known: u32,
}

/// Opens the store; must be called inside a tokio runtime.
///
/// # Errors
/// Every [`OpenError`].
pub async fn open(url: &StorageUrl, options: &Options) -> Result<Arc<dyn Store>, OpenError> {
    match url {
        StorageUrl::Sqlite(path) => Ok(Arc::new(sqlite::open(path.clone(), options).await?)),
        StorageUrl::Postgres(url) => Ok(Arc::new(postgres::open(url, options).await?)),
    }
}

/// Makes the missing migrations and answers with the version before and after (`found` and `known`).
///
/// # Errors
/// Every [`OpenError`] but [`OpenError::NotMigrated`].
pub async fn migrate(url: &StorageUrl) -> Result<SchemaVersion, OpenError> {
    match url {
        StorageUrl::Sqlite(path) => sqlite::migrate(path.clone()).await,
        StorageUrl::Postgres(url) => postgres::migrate(url).await,
    }
}

/// How far the database is migrated; changes nothing and takes no lock.
///
/// # Errors
/// [`OpenError::File`], [`OpenError::Unreachable`] or [`OpenError::Refused`].
pub async fn schema_version(url: &StorageUrl) -> Result<SchemaVersion, OpenError> {
    match url {
        StorageUrl::Sqlite(path) => sqlite::schema_version(path.clone()).await,
        StorageUrl::Postgres(url) => postgres::schema_version(url).await,
    }
}
