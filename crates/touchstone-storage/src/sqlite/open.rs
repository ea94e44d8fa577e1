//! Decides how the file is made ready: lock, migrations, one writer, a few readers.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::broadcast;
use touchstone_core::ports::StoreError;

use super::lock::{self, Lock};
use super::readers::Readers;
use super::writer::Writer;
use super::{SqliteStore, connect};
use crate::migration::{Migration, known_version, missing, require_current};
use crate::{OpenError, Options, SchemaVersion};

/// The steps of this engine's schema.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "0001_spine",
        sql: include_str!("../../migrations/sqlite/0001_spine.sql"),
    },
    Migration {
        version: 2,
        name: "0002_mobile_complete",
        sql: include_str!("../../migrations/sqlite/0002_mobile_complete.sql"),
    },
    Migration {
        version: 3,
        name: "0003_webauthn",
        sql: include_str!("../../migrations/sqlite/0003_webauthn.sql"),
    },
];

/// News that a slow listener may leave unread before it is told that it missed some.
const NOTICES_KEPT: usize = 1_024;

/// Opens the file, which must be on a local disk.
pub(crate) async fn open(path: PathBuf, options: &Options) -> Result<SqliteStore, OpenError> {
    let options = options.clone();
    blocking(move || {
        let (path, lock) = lock::acquire(&path)?;
        let connection = prepare(&path, options.migrate)?;
        let readers = Readers::start(&path, &options).map_err(|error| failed(&path, error))?;
        let (notices, _) = broadcast::channel(NOTICES_KEPT);
        let writer = Writer::start(connection, lock, &options, notices.clone())
            .map_err(|error| unusable(&path, Box::new(error)))?;
        Ok(SqliteStore {
            writer,
            readers,
            notices,
        })
    })
    .await
}

/// Makes the missing migrations.
pub(crate) async fn migrate(path: PathBuf) -> Result<SchemaVersion, OpenError> {
    blocking(move || {
        let found = stored_version_of(&path)?;
        let (path, _lock): (PathBuf, Lock) = lock::acquire(&path)?;
        prepare(&path, true)?;
        let known = known_version(MIGRATIONS);
        Ok(SchemaVersion { found, known })
    })
    .await
}

/// Reads the version without making the file.
pub(crate) async fn schema_version(path: PathBuf) -> Result<SchemaVersion, OpenError> {
    blocking(move || {
        let found = stored_version_of(&path)?;
        let known = known_version(MIGRATIONS);
        Ok(SchemaVersion { found, known })
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(OpenError::Refused(Box::new(error))),
    }
}

fn prepare(path: &Path, migrate: bool) -> Result<Connection, OpenError> {
    let mut connection = connect::writer(path).map_err(|error| failed(path, error))?;
    let found = stored_version(&connection).map_err(refused)?;
    if migrate {
        for step in missing(MIGRATIONS, found)? {
            run(&mut connection, step).map_err(refused)?;
            tracing::info!(step = step.name, "migrated");
        }
    } else {
        require_current(MIGRATIONS, found)?;
    }
    Ok(connection)
}

fn run(connection: &mut Connection, step: &Migration) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER NOT NULL PRIMARY KEY) STRICT",
    )?;
    transaction.execute_batch(step.sql)?;
    transaction.execute(
        "INSERT INTO schema_versions (version) VALUES ($1)",
        [step.version],
    )?;
    transaction.commit()
}

fn stored_version_of(path: &Path) -> Result<u32, OpenError> {
    if !path.exists() {
        return Ok(0);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| failed(path, error))?;
    stored_version(&connection).map_err(|error| failed(path, error))
}

/// The version of the schema; 0 while there is none.
pub(super) fn stored_version(connection: &Connection) -> rusqlite::Result<u32> {
    let is_there = connection.table_exists(None, "schema_versions")?;
    if !is_there {
        return Ok(0);
    }
    connection.query_row(
        "SELECT COALESCE(MAX(version), 0) FROM schema_versions",
        [],
        |row| row.get(0),
    )
}

fn refused(error: rusqlite::Error) -> OpenError {
    OpenError::Refused(Box::new(error))
}

fn failed(path: &Path, error: rusqlite::Error) -> OpenError {
    unusable(path, Box::new(StoreError::Failed(Box::new(error))))
}

fn unusable(path: &Path, source: Box<dyn std::error::Error + Send + Sync>) -> OpenError {
    OpenError::File {
        path: path.to_owned(),
        source,
    }
}
