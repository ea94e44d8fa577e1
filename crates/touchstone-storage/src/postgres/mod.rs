//! The engine for many nodes; it follows the embedded one.

use std::sync::Arc;

use touchstone_core::ports::Store;

use crate::migration::Migration;
use crate::{OpenError, Options, PostgresUrl, SchemaVersion};

pub(crate) const MIGRATIONS: &[Migration] = crate::sqlite::MIGRATIONS;

fn refused(url: &PostgresUrl) -> OpenError {
    let _ = url.config();
    OpenError::Unreachable {
        address: url.to_string(),
        source: "this build knows the embedded engine only".into(),
    }
}

pub(crate) fn open(url: &PostgresUrl, _options: &Options) -> Result<Arc<dyn Store>, OpenError> {
    Err(refused(url))
}

pub(crate) fn migrate(url: &PostgresUrl) -> Result<SchemaVersion, OpenError> {
    Err(refused(url))
}

pub(crate) fn schema_version(url: &PostgresUrl) -> Result<SchemaVersion, OpenError> {
    Err(refused(url))
}
