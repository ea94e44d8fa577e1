//! Decides how repeated writes are told apart in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::Timestamp;
use touchstone_core::ports::{
    Begun, IdempotencyStore, IdempotentAnswer, IdempotentCall, StoreError,
};

use super::SqliteStore;
use super::fault::Fault;
use super::read::{execute, first};
use crate::rows::{begun, corrupt};

#[async_trait]
impl IdempotencyStore for SqliteStore {
    async fn begin_idempotent(
        &self,
        call: &IdempotentCall,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Begun, StoreError> {
        let call = call.clone();
        self.writer
            .run(move |connection| begin(connection, &call, now, expires_at))
            .await
    }

    async fn finish_idempotent(
        &self,
        call: &IdempotentCall,
        answer: &IdempotentAnswer,
    ) -> Result<(), StoreError> {
        let (call, answer) = (call.clone(), answer.clone());
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "UPDATE idempotent_calls SET status = $1, body = $2, object_id = $3, \
                     etag = $4 WHERE api_key_id = $5 AND idempotency_key = $6 \
                     AND request_sha256 = $7 AND status IS NULL",
                    params![
                        answer.status,
                        answer.body,
                        answer.object_id,
                        answer.etag,
                        call.api_key_id.to_string(),
                        call.key,
                        call.request_sha256,
                    ],
                )?;
                Ok(())
            })
            .await
    }

    async fn abandon_idempotent(&self, call: &IdempotentCall) -> Result<(), StoreError> {
        let call = call.clone();
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "DELETE FROM idempotent_calls WHERE api_key_id = $1 \
                     AND idempotency_key = $2 AND request_sha256 = $3 AND status IS NULL",
                    params![call.api_key_id.to_string(), call.key, call.request_sha256],
                )?;
                Ok(())
            })
            .await
    }

    async fn expire_idempotent(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "DELETE FROM idempotent_calls WHERE (api_key_id, idempotency_key) IN \
                     (SELECT api_key_id, idempotency_key FROM idempotent_calls \
                     WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
                    params![now.unix_ms(), limit],
                )
            })
            .await
    }
}

fn begin(
    connection: &Connection,
    call: &IdempotentCall,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<Begun, Fault> {
    let claimed = execute(
        connection,
        "INSERT INTO idempotent_calls (api_key_id, idempotency_key, request_sha256, expires_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (api_key_id, idempotency_key) DO UPDATE \
         SET request_sha256 = excluded.request_sha256, expires_at = excluded.expires_at, \
         status = NULL, body = NULL, object_id = NULL, etag = NULL \
         WHERE idempotent_calls.expires_at <= $5",
        params![
            call.api_key_id.to_string(),
            call.key,
            call.request_sha256,
            expires_at.unix_ms(),
            now.unix_ms(),
        ],
    )?;
    if claimed == 1 {
        return Ok(Begun::First);
    }
    let found = first(
        connection,
        "SELECT request_sha256, status, body, object_id, etag FROM idempotent_calls \
         WHERE api_key_id = $1 AND idempotency_key = $2",
        params![call.api_key_id.to_string(), call.key],
        |row| begun(row, call),
    )?;
    found.ok_or_else(|| corrupt("idempotent_calls: a row that conflicts is missing").into())
}
