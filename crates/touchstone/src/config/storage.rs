//! Decides which engine keeps everything, and that the password inside its address is never shown.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::secret::MASK;
use super::section::section;

section! {
    /// Where everything is kept.
    Storage "storage" {
        /// `sqlite:FILE` (embedded, one server) or `postgres://USER:PASSWORD@HOST/DATABASE` (many servers).
        /// The password is masked wherever the setting is shown.
        url: StorageUrl,
    }
}

/// The address of a store.
#[derive(Clone, PartialEq, Eq)]
pub struct StorageUrl(Zeroizing<String>);

/// The text is no address of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE")]
pub struct StorageUrlError;

impl StorageUrl {
    /// The whole address, with its password.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The database file, when the engine is SQLite.
    pub fn sqlite_file(&self) -> Option<&Path> {
        self.0.strip_prefix("sqlite:").map(Path::new)
    }

    /// The file beside the database with this extension, when the engine is SQLite.
    pub fn beside(&self, extension: &str) -> Option<PathBuf> {
        self.sqlite_file()
            .map(|file| file.with_extension(extension))
    }
}

impl FromStr for StorageUrl {
    type Err = StorageUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = ["sqlite:", "postgres://", "postgresql://"]
            .into_iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        match rest {
            Some(rest) if !rest.is_empty() => Ok(Self(Zeroizing::new(text.to_owned()))),
            _ => Err(StorageUrlError),
        }
    }
}

/// The address with its secrets masked: the password before `@`, and every parameter that is not plainly harmless.
impl fmt::Display for StorageUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((scheme, rest)) = self.0.split_once("://") else {
            return formatter.write_str(&self.0);
        };
        let (address, parameters) = match rest.split_once('?') {
            Some((address, _)) => (address, format!("?{MASK}")),
            None => (rest, String::new()),
        };
        match address.rsplit_once('@') {
            Some((user, host)) => {
                let user = user
                    .split_once(':')
                    .map_or(user.to_owned(), |(name, _)| format!("{name}:{MASK}"));
                write!(formatter, "{scheme}://{user}@{host}{parameters}")
            }
            None => write!(formatter, "{scheme}://{address}{parameters}"),
        }
    }
}

impl fmt::Debug for StorageUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for StorageUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StorageUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        text.parse().map_err(serde::de::Error::custom)
    }
}
