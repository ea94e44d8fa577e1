//! Decides how an administrator writes settings and session master keys in PostgreSQL; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::TenantId;
use touchstone_core::ports::{Change, Notice, SessionKey, Versioned, Written};

use super::fault::Fault;
use super::read::{Params, execute, first};
use super::{PostgresStore, locks};
use crate::rows::{Fields, version_after, version_number};

/// Waits for this advisory lock and holds it until the transaction ends.
pub(super) async fn lock(transaction: &Transaction<'_>, lock: i64) -> Result<(), Fault> {
    execute(transaction, "SELECT pg_advisory_xact_lock($1)", &[&lock]).await?;
    Ok(())
}

/// The number that the statement answers.
pub(super) async fn count(
    transaction: &Transaction<'_>,
    sql: &str,
    params: Params<'_>,
) -> Result<u64, Fault> {
    let count = first(transaction, sql, params, |row| {
        Fields::new(row).number("count")
    })
    .await?;
    Ok(count.unwrap_or(0))
}

impl PostgresStore {
    pub(super) async fn write_settings(
        &self,
        tenant_id: TenantId,
        change: Change<String>,
    ) -> Result<Written<Versioned<String>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let tenant = tenant_id.to_string();
        // The tenant's row is locked, as there may be no row of settings yet.
        execute(
            &transaction,
            "SELECT 1 FROM tenants WHERE id = $1 FOR NO KEY UPDATE",
            &[&tenant],
        )
        .await?;
        let stored = count(
            &transaction,
            "SELECT COALESCE(MAX(version), 0) FROM mobile_settings WHERE tenant_id = $1",
            &[&tenant],
        )
        .await?;
        let Some(version) = version_after(stored, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        execute(
            &transaction,
            "INSERT INTO mobile_settings (tenant_id, settings, version) VALUES ($1, $2, $3) \
             ON CONFLICT (tenant_id) DO UPDATE \
             SET settings = excluded.settings, version = excluded.version",
            &[&tenant, &change.value, &version_number(version)],
        )
        .await?;
        let value = change.value;
        let stored = Versioned { value, version };
        self.commit_change(
            transaction,
            &change.audit,
            Notice::Tenant(tenant_id),
            stored,
        )
        .await
    }

    pub(super) async fn insert_session_key(
        &self,
        change: Change<SessionKey>,
    ) -> Result<Written<()>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::SESSION_KEYS).await?;
        let key = &change.value;
        let newest_issues_from = first(
            &transaction,
            "SELECT issues_from FROM session_master_keys ORDER BY id DESC LIMIT 1",
            &[],
            |row| Fields::new(row).time("session_master_keys.issues_from"),
        )
        .await?;
        if newest_issues_from.is_some_and(|issues_from| issues_from > key.created_at) {
            return Ok(Written::Refused);
        }
        execute(
            &transaction,
            "INSERT INTO session_master_keys (id, sealed, created_at, issues_from) \
             VALUES ($1, $2, $3, $4)",
            &[
                &key.id.to_string(),
                &key.sealed,
                &key.created_at.unix_ms(),
                &key.issues_from.unix_ms(),
            ],
        )
        .await?;
        self.commit_change(transaction, &change.audit, Notice::Everything, ())
            .await
    }
}
