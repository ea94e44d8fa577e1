//! Decides which engine keeps everything, and that the password inside its address is never shown.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use touchstone_storage::StorageUrl;
use zeroize::Zeroizing;

use super::section::section;

section! {
    /// Where everything is kept.
    Storage "storage" {
        /// `sqlite:FILE` (embedded, one server) or `postgres://USER:PASSWORD@HOST/DATABASE` (many servers).
        /// The password is left out wherever the setting is shown.
        url: StorageAddress,
    }
}

/// The address of a store.
#[derive(Clone, PartialEq, Eq)]
pub struct StorageAddress(StorageUrl);

impl StorageAddress {
    /// The address, for the store alone.
    pub fn url(&self) -> &StorageUrl {
        &self.0
    }

    /// The file beside the database with this extension, when the engine is SQLite.
    pub fn beside(&self, extension: &str) -> Option<PathBuf> {
        match &self.0 {
            StorageUrl::Sqlite(file) => Some(file.with_extension(extension)),
            StorageUrl::Postgres(_) => None,
        }
    }
}

impl From<StorageUrl> for StorageAddress {
    fn from(url: StorageUrl) -> Self {
        Self(url)
    }
}

impl fmt::Debug for StorageAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Serialize for StorageAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for StorageAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}
