//! Decides how sealed values are reached in SQLite. Every place that holds one is listed here.

use async_trait::async_trait;
use rusqlite::params;
use touchstone_core::ports::{Change, SealedRow, SealedStore, StoreError};

use super::SqliteStore;
use super::audit::record;
use super::read::{all, execute, first};
use super::writer::Changed;
use crate::rows::{Fields, corrupt, reseal_notice, reseal_statement, sealed_row};

/// Sealed values that do not begin with `$1`, at most `$2`.
const SEALED_OTHERWISE: &str = "\
    SELECT 'session_master_key', 'sealed', id, NULL, sealed \
    FROM session_master_keys WHERE substr(sealed, 1, length($1)) <> $1 \
    UNION ALL SELECT 'apple_app', 'devicecheck_key', id, tenant_id, devicecheck_key \
    FROM apple_apps WHERE substr(devicecheck_key, 1, length($1)) <> $1 \
    UNION ALL SELECT 'android_app', 'play_decryption_key', id, tenant_id, play_decryption_key \
    FROM android_apps WHERE substr(play_decryption_key, 1, length($1)) <> $1 \
    UNION ALL SELECT 'android_app', 'service_account', id, tenant_id, service_account \
    FROM android_apps WHERE substr(service_account, 1, length($1)) <> $1 \
    UNION ALL SELECT 'webauthn_key', 'key', '1', NULL, sealed \
    FROM webauthn_key WHERE substr(sealed, 1, length($1)) <> $1 \
    UNION ALL SELECT 'webauthn_session', 'session_id', lower(hex(id_sha256)), tenant_id, \
    sealed_id FROM webauthn_sessions WHERE substr(sealed_id, 1, length($1)) <> $1 \
    ORDER BY 3, 2 LIMIT $2";

/// As `reseal_statement` asks for.
const RESEAL_SESSION: &str = "UPDATE webauthn_sessions SET sealed_id = $1 \
    WHERE id_sha256 = unhex($2) AND sealed_id = $3 AND tenant_id = $4";

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
                    SEALED_OTHERWISE,
                    params![prefix, limit],
                    sealed_row,
                )
            })
            .await
    }

    async fn reseal(&self, row: &SealedRow, new: &[u8]) -> Result<bool, StoreError> {
        let Some(statement) = reseal_statement(row, RESEAL_SESSION) else {
            return Ok(false);
        };
        let (row, new) = (row.clone(), new.to_vec());
        self.writer
            .change(move |connection| {
                let tenant_id = row.tenant_id.map(|id| id.to_string());
                let params = params![new, row.row, row.sealed, tenant_id];
                let value = execute(connection, statement, params)? == 1;
                let notice = reseal_notice(&row).filter(|_| value);
                Ok(Changed { value, notice })
            })
            .await
    }
}
