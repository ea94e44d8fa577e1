//! Decides how sealed values are reached in SQLite. Entities that hold some are listed here, each with its statements.

use async_trait::async_trait;
use rusqlite::params;
use touchstone_core::ports::{Change, SealedRow, SealedStore, StoreError};

use super::SqliteStore;
use super::audit::record;
use super::read::{all, execute, first};
use crate::rows::{Fields, SESSION_MASTER_KEY, corrupt, sealed_row};

#[async_trait]
impl SealedStore for SqliteStore {
    async fn master_key_check(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.readers
            .run(|connection| {
                first(
                    connection,
                    "SELECT sealed FROM master_key_check",
                    [],
                    |row| Fields::new(row).blob("master_key_check.sealed"),
                )
            })
            .await
    }

    async fn put_master_key_check_if_absent(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let sealed = sealed.to_vec();
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "INSERT INTO master_key_check (only_row, sealed) VALUES (1, $1) \
                     ON CONFLICT DO NOTHING",
                    [sealed],
                )?;
                let stored = first(
                    connection,
                    "SELECT sealed FROM master_key_check",
                    [],
                    |row| Fields::new(row).blob("master_key_check.sealed"),
                )?;
                stored.ok_or_else(|| corrupt("master_key_check.sealed").into())
            })
            .await
    }

    async fn replace_master_key_check(
        &self,
        old: &[u8],
        change: Change<Vec<u8>>,
    ) -> Result<bool, StoreError> {
        let old = old.to_vec();
        self.writer
            .run(move |connection| {
                let replaced = execute(
                    connection,
                    "UPDATE master_key_check SET sealed = $1 WHERE sealed = $2",
                    params![change.value, old],
                )?;
                if replaced == 1 {
                    record(connection, &change.audit)?;
                }
                Ok(replaced == 1)
            })
            .await
    }

    async fn sealed_otherwise(
        &self,
        prefix: &[u8],
        limit: u32,
    ) -> Result<Vec<SealedRow>, StoreError> {
        let prefix = prefix.to_vec();
        self.readers
            .run(move |connection| {
                all(
                    connection,
                    "SELECT id, sealed FROM session_master_keys \
                     WHERE substr(sealed, 1, length($1)) <> $1 ORDER BY id LIMIT $2",
                    params![prefix, limit],
                    |row| sealed_row(row, SESSION_MASTER_KEY),
                )
            })
            .await
    }

    async fn reseal(&self, row: &SealedRow, new: &[u8]) -> Result<bool, StoreError> {
        if row.entity != SESSION_MASTER_KEY {
            return Ok(false);
        }
        let (id, old, new) = (row.row.clone(), row.sealed.clone(), new.to_vec());
        self.writer
            .run(move |connection| {
                let replaced = execute(
                    connection,
                    "UPDATE session_master_keys SET sealed = $1 WHERE id = $2 AND sealed = $3",
                    params![new, id, old],
                )?;
                Ok(replaced == 1)
            })
            .await
    }
}
