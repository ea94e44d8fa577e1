//! Decides how a node joins a database: migrations under a lock, a pool, one task that settles, one that listens.

use std::time::Duration;

use tokio::sync::broadcast;
use tokio_postgres::{Client, Config, Error};

use super::batch_writer::BatchWriter;
use super::listen::Listener;
use super::{PostgresStore, connect, locks};
use crate::migration::{Migration, known_version, missing, require_current};
use crate::{OpenError, Options, PostgresUrl, SchemaVersion};

/// The steps of this engine's schema.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "0001_spine",
        sql: include_str!("../../migrations/postgres/0001_spine.sql"),
    },
    Migration {
        version: 2,
        name: "0002_mobile_complete",
        sql: include_str!("../../migrations/postgres/0002_mobile_complete.sql"),
    },
    Migration {
        version: 3,
        name: "0003_webauthn",
        sql: include_str!("../../migrations/postgres/0003_webauthn.sql"),
    },
];

/// News that a slow listener may leave unread before it is told that it missed some.
const NOTICES_KEPT: usize = 1_024;

/// How long a migration may take: a large table is rewritten slowly.
const MIGRATION_TIMEOUT: Duration = Duration::from_secs(3_600);

/// How long a connection is waited for by commands that only look or migrate.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Joins the database as one node.
pub(crate) async fn open(url: &PostgresUrl, options: &Options) -> Result<PostgresStore, OpenError> {
    if options.migrate {
        migrate(url).await?;
    }
    let config = connect::config(url, options.timeout);
    let client = reach(&config, url).await?;
    let found = stored_version(&client).await.map_err(refused)?;
    require_current(MIGRATIONS, found)?;
    let (notices, _) = broadcast::channel(NOTICES_KEPT);
    let listener = Listener::start(config.clone(), notices.clone())
        .await
        .map_err(|error| unreachable(url, error))?;
    Ok(PostgresStore {
        pool: connect::pool(config.clone(), options)?,
        settlements: BatchWriter::start(config.clone(), Some(client), options),
        webauthn_openings: BatchWriter::start(connect::by_key(&config), None, options),
        webauthn_settlements: BatchWriter::start(connect::by_key(&config), None, options),
        notices,
        _listener: listener,
    })
}

/// Makes the missing migrations; nodes that start together wait for each other.
pub(crate) async fn migrate(url: &PostgresUrl) -> Result<SchemaVersion, OpenError> {
    let mut config = connect::config(url, MIGRATION_TIMEOUT);
    config.connect_timeout(CONNECT_TIMEOUT);
    let mut client = reach(&config, url).await?;
    // The lock is the session's and ends with the connection, whatever happens.
    client
        .execute("SELECT pg_advisory_lock($1)", &[&locks::MIGRATE])
        .await
        .map_err(refused)?;
    let found = stored_version(&client).await.map_err(refused)?;
    for step in missing(MIGRATIONS, found)? {
        run(&mut client, step).await.map_err(refused)?;
        tracing::info!(step = step.name, "migrated");
    }
    let known = known_version(MIGRATIONS);
    Ok(SchemaVersion { found, known })
}

/// Reads the version.
pub(crate) async fn schema_version(url: &PostgresUrl) -> Result<SchemaVersion, OpenError> {
    let config = connect::config(url, CONNECT_TIMEOUT);
    let client = reach(&config, url).await?;
    let found = stored_version(&client).await.map_err(refused)?;
    let known = known_version(MIGRATIONS);
    Ok(SchemaVersion { found, known })
}

async fn run(client: &mut Client, step: &Migration) -> Result<(), Error> {
    let transaction = client.transaction().await?;
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS schema_versions (version bigint NOT NULL PRIMARY KEY)",
        )
        .await?;
    transaction.batch_execute(step.sql).await?;
    let version = i64::from(step.version);
    transaction
        .execute(
            "INSERT INTO schema_versions (version) VALUES ($1)",
            &[&version],
        )
        .await?;
    transaction.commit().await
}

/// The version of the schema; 0 while there is none.
pub(super) async fn stored_version(client: &Client) -> Result<u32, Error> {
    let row = client
        .query_one("SELECT to_regclass('schema_versions') IS NOT NULL", &[])
        .await?;
    if !row.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let row = client
        .query_one("SELECT COALESCE(MAX(version), 0) FROM schema_versions", &[])
        .await?;
    Ok(u32::try_from(row.try_get::<_, i64>(0)?).unwrap_or(u32::MAX))
}

async fn reach(config: &Config, url: &PostgresUrl) -> Result<Client, OpenError> {
    connect::client(config)
        .await
        .map_err(|error| unreachable(url, error))
}

fn unreachable(url: &PostgresUrl, error: Error) -> OpenError {
    OpenError::Unreachable {
        address: url.to_string(),
        source: Box::new(error),
    }
}

fn refused(error: Error) -> OpenError {
    OpenError::Refused(Box::new(error))
}
