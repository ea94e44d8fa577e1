//! Decides how repeated writes are told apart in PostgreSQL.

use async_trait::async_trait;
use touchstone_core::Timestamp;
use touchstone_core::ports::{
    Begun, IdempotencyStore, IdempotentAnswer, IdempotentCall, StoreError,
};

use super::PostgresStore;
use super::fault::Fault;
use crate::rows::{begun, corrupt};

/// A call that is abandoned between our two statements is claimed by the next attempt; more than a few in a row do not happen.
const ATTEMPTS_MAX: u32 = 5;

#[async_trait]
impl IdempotencyStore for PostgresStore {
    async fn begin_idempotent(
        &self,
        call: &IdempotentCall,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Begun, StoreError> {
        for _ in 0..ATTEMPTS_MAX {
            if let Some(begun) = self.begin_call(call, now, expires_at).await? {
                return Ok(begun);
            }
        }
        Err(corrupt("idempotent_calls: a row that conflicts is missing"))
    }

    async fn finish_idempotent(
        &self,
        call: &IdempotentCall,
        answer: &IdempotentAnswer,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE idempotent_calls SET status = $1, body = $2, object_id = $3, etag = $4 \
             WHERE api_key_id = $5 AND idempotency_key = $6 AND request_sha256 = $7 \
             AND status IS NULL",
            &[
                &i64::from(answer.status),
                &answer.body,
                &answer.object_id,
                &answer.etag,
                &call.api_key_id.to_string(),
                &call.key,
                &call.request_sha256.as_slice(),
            ],
        )
        .await?;
        Ok(())
    }

    async fn abandon_idempotent(&self, call: &IdempotentCall) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM idempotent_calls WHERE api_key_id = $1 AND idempotency_key = $2 \
             AND request_sha256 = $3 AND status IS NULL",
            &[
                &call.api_key_id.to_string(),
                &call.key,
                &call.request_sha256.as_slice(),
            ],
        )
        .await?;
        Ok(())
    }

    async fn expire_idempotent(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let deleted = self
            .execute(
                "DELETE FROM idempotent_calls WHERE (api_key_id, idempotency_key) IN \
                 (SELECT api_key_id, idempotency_key FROM idempotent_calls \
                 WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
                &[&now.unix_ms(), &i64::from(limit)],
            )
            .await?;
        Ok(deleted)
    }
}

impl PostgresStore {
    /// `None` when the row that was in the way is gone again.
    async fn begin_call(
        &self,
        call: &IdempotentCall,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Begun>, Fault> {
        let api_key_id = call.api_key_id.to_string();
        let claimed = self
            .execute(
                "INSERT INTO idempotent_calls AS c \
                 (api_key_id, idempotency_key, request_sha256, expires_at) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT (api_key_id, idempotency_key) DO UPDATE \
                 SET request_sha256 = excluded.request_sha256, expires_at = excluded.expires_at, \
                 status = NULL, body = NULL, object_id = NULL, etag = NULL \
                 WHERE c.expires_at <= $5",
                &[
                    &api_key_id,
                    &call.key,
                    &call.request_sha256.as_slice(),
                    &expires_at.unix_ms(),
                    &now.unix_ms(),
                ],
            )
            .await?;
        if claimed == 1 {
            return Ok(Some(Begun::First));
        }
        self.first(
            "SELECT request_sha256, status, body, object_id, etag FROM idempotent_calls \
             WHERE api_key_id = $1 AND idempotency_key = $2",
            &[&api_key_id, &call.key],
            |row| begun(row, call),
        )
        .await
    }
}
