//! Where is it kept? Two complete adapters behind `touchstone_core::ports::Store`, chosen by the storage URL:
//! SQLite inside this process, or PostgreSQL for many nodes. The only crate that imports a database driver.

mod error;
mod migration;
mod open;
mod options;
mod postgres;
mod rows;
mod sqlite;
mod url;

pub use error::OpenError;
pub use open::{SchemaVersion, migrate, open, schema_version};
pub use options::Options;
pub use url::{ParseUrlError, PostgresUrl, StorageUrl};
