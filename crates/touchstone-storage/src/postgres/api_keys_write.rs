//! Decides how API keys are issued, rotated and revoked in PostgreSQL; a key's row is locked while it is decided about.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{ApiKey, Change, Versioned, Written};
use touchstone_core::{ApiKeyId, Timestamp};

use super::fault::Fault;
use super::read::{execute, first};
use super::{PostgresStore, locks};
use crate::rows::{
    Fields, api_key, api_key_columns, app_ids_json, is_over, notice_for, version_after,
    version_number, words_json,
};

type Answer = Result<Written<Versioned<ApiKey>>, Fault>;

async fn locked(
    transaction: &Transaction<'_>,
    id: ApiKeyId,
) -> Result<Option<Versioned<ApiKey>>, Fault> {
    let sql = concat!(
        "SELECT ",
        api_key_columns!(),
        " FROM api_keys WHERE id = $1 FOR NO KEY UPDATE"
    );
    first(transaction, sql, &[&id.to_string()], |row| {
        api_key(&mut Fields::new(row))
    })
    .await
}

/// Inserts the key; false when its hash is stored already.
async fn insert(transaction: &Transaction<'_>, key: &ApiKey) -> Result<bool, Fault> {
    let inserted = execute(
        transaction,
        "INSERT INTO api_keys (id, tenant_id, kind, sha256, prefix, label, app_ids, scopes, \
         created_at, expires_at, revoked_at, revoked_reason, last_used_at, rp_id, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) \
         ON CONFLICT (sha256) DO NOTHING",
        &[
            &key.id.to_string(),
            &key.tenant_id.map(|id| id.to_string()),
            &key.kind.as_str(),
            &key.sha256.as_slice(),
            &key.prefix,
            &key.label,
            &app_ids_json(key.app_ids.as_deref())?,
            &words_json(&key.scopes),
            &key.created_at.unix_ms(),
            &key.expires_at.map(Timestamp::unix_ms),
            &key.revoked_at.map(Timestamp::unix_ms),
            &key.revoked_reason,
            &key.last_used_at.map(Timestamp::unix_ms),
            &key.rp_id.map(|id| id.to_string()),
        ],
    )
    .await?;
    Ok(inserted == 1)
}

impl PostgresStore {
    pub(super) async fn insert_api_key(
        &self,
        change: Change<ApiKey>,
        max_per_tenant: u64,
    ) -> Answer {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let key = change.value;
        execute(
            &transaction,
            "SELECT pg_advisory_xact_lock($1)",
            &[&locks::LIMITS],
        )
        .await?;
        let live: Option<u64> = first(
            &transaction,
            "SELECT COUNT(*) FROM api_keys WHERE tenant_id IS NOT DISTINCT FROM $1 \
             AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
            &[
                &key.tenant_id.map(|id| id.to_string()),
                &key.created_at.unix_ms(),
            ],
            |row| Fields::new(row).number("api_keys: count"),
        )
        .await?;
        if live.is_some_and(|live| live >= max_per_tenant) {
            return Ok(Written::Full);
        }
        if !insert(&transaction, &key).await? {
            return Ok(Written::Taken);
        }
        let notice = notice_for(key.tenant_id);
        let (value, version) = (key, 1);
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }

    pub(super) async fn replace_api_key(
        &self,
        old: ApiKeyId,
        old_expires_at: Timestamp,
        change: Change<ApiKey>,
    ) -> Answer {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let key = change.value;
        let Some(stored) = locked(&transaction, old).await? else {
            return Ok(Written::NotFound);
        };
        let Some(old_version) = version_after(stored.version, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        if is_over(&stored.value, key.created_at) {
            return Ok(Written::Refused);
        }
        if !insert(&transaction, &key).await? {
            return Ok(Written::Taken);
        }
        execute(
            &transaction,
            "UPDATE api_keys SET expires_at = LEAST(expires_at, $1), version = $2 WHERE id = $3",
            &[
                &old_expires_at.unix_ms(),
                &version_number(old_version),
                &old.to_string(),
            ],
        )
        .await?;
        let notice = notice_for(stored.value.tenant_id);
        let (value, version) = (key, 1);
        let successor = Versioned { value, version };
        self.commit_change(transaction, &change.audit, notice, successor)
            .await
    }

    pub(super) async fn end_api_key(
        &self,
        id: ApiKeyId,
        at: Timestamp,
        change: Change<Option<String>>,
    ) -> Answer {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let Some(mut stored) = locked(&transaction, id).await? else {
            return Ok(Written::NotFound);
        };
        let Some(version) = version_after(stored.version, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        if stored.value.revoked_at.is_some() {
            return Ok(Written::Done(stored));
        }
        execute(
            &transaction,
            "UPDATE api_keys SET revoked_at = $1, revoked_reason = $2, version = $3 WHERE id = $4",
            &[
                &at.unix_ms(),
                &change.value,
                &version_number(version),
                &id.to_string(),
            ],
        )
        .await?;
        stored.value.revoked_at = Some(at);
        stored.value.revoked_reason = change.value;
        stored.version = version;
        let notice = notice_for(stored.value.tenant_id);
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }
}
