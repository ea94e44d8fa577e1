//! Decides how sealed values are reached in PostgreSQL. Every place that holds one is listed here.

use async_trait::async_trait;
use touchstone_core::ports::{Change, SealedRow, SealedStore, StoreError};

use super::audit::record;
use super::fault::Fault;
use super::read::{Params, all, execute};
use super::{PostgresStore, write};
use crate::rows::{Fields, corrupt, reseal_notice, reseal_statement, sealed_row};

/// Sealed values that do not begin with `$1`, at most `$2`.
const SEALED_OTHERWISE: &str = "\
    SELECT 'session_master_key', 'sealed', id, NULL::text, sealed FROM session_master_keys \
    WHERE substr(sealed, 1, length($1::bytea)) <> $1 \
    UNION ALL SELECT 'apple_app', 'devicecheck_key', id, tenant_id, devicecheck_key \
    FROM apple_apps WHERE substr(devicecheck_key, 1, length($1)) <> $1 \
    UNION ALL SELECT 'android_app', 'play_decryption_key', id, tenant_id, play_decryption_key \
    FROM android_apps WHERE substr(play_decryption_key, 1, length($1)) <> $1 \
    UNION ALL SELECT 'android_app', 'service_account', id, tenant_id, service_account \
    FROM android_apps WHERE substr(service_account, 1, length($1)) <> $1 \
    UNION ALL SELECT 'webauthn_key', 'key', '1', NULL::text, sealed \
    FROM webauthn_key WHERE substr(sealed, 1, length($1)) <> $1 \
    UNION ALL SELECT 'webauthn_session', 'session_id', encode(id_sha256, 'hex'), tenant_id, \
    sealed_id FROM webauthn_sessions WHERE substr(sealed_id, 1, length($1)) <> $1 \
    ORDER BY 3, 2 LIMIT $2";

/// As `reseal_statement` asks for.
const RESEAL_SESSION: &str = "UPDATE webauthn_sessions SET sealed_id = $1 \
    WHERE id_sha256 = decode($2, 'hex') AND sealed_id = $3 AND tenant_id = $4";

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
                SEALED_OTHERWISE,
                &[&prefix, &i64::from(limit)],
                sealed_row,
            )
            .await
        };
        Ok(rows.await?)
    }

    async fn reseal(&self, row: &SealedRow, new: &[u8]) -> Result<bool, StoreError> {
        match reseal_statement(row, RESEAL_SESSION) {
            Some(statement) => Ok(self.replace_sealed(statement, row, new).await?),
            None => Ok(false),
        }
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

    async fn replace_sealed(
        &self,
        statement: &str,
        row: &SealedRow,
        new: &[u8],
    ) -> Result<bool, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let tenant_id = row.tenant_id.map(|id| id.to_string());
        let params: Params<'_> = &[&new, &row.row, &row.sealed, &tenant_id];
        if execute(&transaction, statement, params).await? == 0 {
            return Ok(false);
        }
        match reseal_notice(row) {
            Some(notice) => self.commit_news(transaction, notice).await?,
            None => write::commit(transaction).await?,
        }
        Ok(true)
    }
}
