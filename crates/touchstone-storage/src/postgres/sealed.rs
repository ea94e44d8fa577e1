//! Decides how sealed values are reached in PostgreSQL. Entities that hold some are listed here, each with its statements.

use async_trait::async_trait;
use touchstone_core::ports::{Change, SealedRow, SealedStore, StoreError};

use super::audit::record;
use super::fault::Fault;
use super::read::{all, execute};
use super::{PostgresStore, write};
use crate::rows::{Fields, SESSION_MASTER_KEY, corrupt, sealed_row};

#[async_trait]
impl SealedStore for PostgresStore {
    async fn master_key_check(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self
            .first("SELECT sealed FROM master_key_check", &[], |row| {
                Fields::new(row).blob("master_key_check.sealed")
            })
            .await?;
        Ok(found)
    }

    async fn put_master_key_check_if_absent(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.execute(
            "INSERT INTO master_key_check (only_row, sealed) VALUES (1, $1) \
             ON CONFLICT DO NOTHING",
            &[&sealed],
        )
        .await?;
        let stored = self.master_key_check().await?;
        stored.ok_or(corrupt("master_key_check.sealed"))
    }

    async fn replace_master_key_check(
        &self,
        old: &[u8],
        change: Change<Vec<u8>>,
    ) -> Result<bool, StoreError> {
        Ok(self.replace_check(old, change).await?)
    }

    async fn sealed_otherwise(
        &self,
        prefix: &[u8],
        limit: u32,
    ) -> Result<Vec<SealedRow>, StoreError> {
        let rows = async {
            let client = self.pool.get().await?;
            all(
                &client,
                "SELECT id, sealed FROM session_master_keys \
                 WHERE substring(sealed FROM 1 FOR length($1::bytea)) <> $1 ORDER BY id LIMIT $2",
                &[&prefix, &i64::from(limit)],
                |row| sealed_row(row, SESSION_MASTER_KEY),
            )
            .await
        };
        Ok(rows.await?)
    }

    async fn reseal(&self, row: &SealedRow, new: &[u8]) -> Result<bool, StoreError> {
        if row.entity != SESSION_MASTER_KEY {
            return Ok(false);
        }
        let replaced = self
            .execute(
                "UPDATE session_master_keys SET sealed = $1 WHERE id = $2 AND sealed = $3",
                &[&new, &row.row, &row.sealed],
            )
            .await?;
        Ok(replaced == 1)
    }
}

impl PostgresStore {
    async fn replace_check(&self, old: &[u8], change: Change<Vec<u8>>) -> Result<bool, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let replaced = execute(
            &transaction,
            "UPDATE master_key_check SET sealed = $1 WHERE sealed = $2",
            &[&change.value, &old],
        )
        .await?;
        if replaced == 0 {
            return Ok(false);
        }
        record(&transaction, &change.audit).await?;
        write::commit(transaction).await?;
        Ok(true)
    }
}
