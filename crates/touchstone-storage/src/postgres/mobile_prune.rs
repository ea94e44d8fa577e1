//! Decides how uses of sessions and nonces are forgotten in PostgreSQL: the mark first, under a lock that settlements share.

use touchstone_core::Timestamp;
use touchstone_core::ports::Pruned;

use super::fault::Fault;
use super::read::{all, execute, first};
use super::{PostgresStore, locks, write};
use crate::rows::Fields;

impl PostgresStore {
    pub(super) async fn prune(
        &self,
        now: Timestamp,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Pruned, Fault> {
        let tenants = {
            let client = self.pool.get().await?;
            all(
                &client,
                "SELECT id FROM tenants t WHERE EXISTS (SELECT 1 FROM session_uses u \
                 WHERE u.tenant_id = t.id AND u.expires_at <= $1) ORDER BY id",
                &[&ended_by.unix_ms()],
                |row| Fields::new(row).text("tenants.id"),
            )
            .await?
        };
        let mut pruned = Pruned::default();
        // A transaction per tenant, so that settlements get in between.
        for tenant_id in tenants {
            let deleted = self.prune_sessions(&tenant_id, ended_by, limit).await?;
            pruned.sessions = pruned.sessions.saturating_add(deleted);
        }
        pruned.nonces = self
            .execute(
                "DELETE FROM nonce_uses WHERE (tenant_id, sha256) IN \
                 (SELECT tenant_id, sha256 FROM nonce_uses WHERE expires_at <= $1 \
                 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
                &[&now.unix_ms(), &i64::from(limit)],
            )
            .await?;
        Ok(pruned)
    }

    async fn prune_sessions(
        &self,
        tenant_id: &str,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        execute(
            &transaction,
            "SELECT pg_advisory_xact_lock($1)",
            &[&locks::PRUNE],
        )
        .await?;
        let limit = i64::from(limit);
        // The greatest end of the oldest uses; what is left over with that very end is expired too.
        let mark: Option<i64> = first(
            &transaction,
            "SELECT MAX(expires_at) FROM (SELECT expires_at FROM session_uses \
             WHERE tenant_id = $1 AND expires_at <= $2 \
             ORDER BY expires_at, reference LIMIT $3) AS oldest",
            &[&tenant_id, &ended_by.unix_ms(), &limit],
            |row| Fields::new(row).optional_number("session_uses.expires_at"),
        )
        .await?
        .flatten();
        let Some(mark) = mark else {
            return Ok(0);
        };
        execute(
            &transaction,
            "INSERT INTO prune_marks AS m (tenant_id, ended_by) VALUES ($1, $2) \
             ON CONFLICT (tenant_id) DO UPDATE \
             SET ended_by = GREATEST(m.ended_by, excluded.ended_by)",
            &[&tenant_id, &mark],
        )
        .await?;
        let deleted = execute(
            &transaction,
            "DELETE FROM session_uses WHERE tenant_id = $1 AND reference IN \
             (SELECT reference FROM session_uses WHERE tenant_id = $1 AND expires_at <= $2 \
             ORDER BY expires_at, reference LIMIT $3)",
            &[&tenant_id, &mark, &limit],
        )
        .await?;
        write::commit(transaction).await?;
        Ok(deleted)
    }
}
