//! Decides how uses of sessions and nonces are forgotten in SQLite: the mark first, in the same transaction.

use rusqlite::{Connection, OptionalExtension as _, params};
use touchstone_core::Timestamp;
use touchstone_core::ports::{Pruned, StoreError};

use super::SqliteStore;
use super::fault::Fault;
use super::read::{all, execute};
use crate::rows::Fields;

impl SqliteStore {
    pub(super) async fn prune(
        &self,
        now: Timestamp,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Pruned, StoreError> {
        let tenants = self
            .readers
            .run(move |connection| tenants_to_prune(connection, ended_by))
            .await?;
        let mut pruned = Pruned::default();
        // A job per tenant, so that settlements get in between.
        for tenant_id in tenants {
            let deleted = self
                .writer
                .run(move |connection| prune_sessions(connection, &tenant_id, ended_by, limit))
                .await?;
            pruned.sessions = pruned.sessions.saturating_add(deleted);
        }
        pruned.nonces = self
            .writer
            .run(move |connection| prune_nonces(connection, now, limit))
            .await?;
        Ok(pruned)
    }
}

fn tenants_to_prune(connection: &Connection, ended_by: Timestamp) -> Result<Vec<String>, Fault> {
    all(
        connection,
        "SELECT id FROM tenants WHERE EXISTS (SELECT 1 FROM session_uses \
         WHERE session_uses.tenant_id = tenants.id AND expires_at <= $1) ORDER BY id",
        [ended_by.unix_ms()],
        |row| Fields::new(row).text("tenants.id"),
    )
}

fn prune_sessions(
    connection: &Connection,
    tenant_id: &str,
    ended_by: Timestamp,
    limit: u32,
) -> Result<u64, Fault> {
    // The greatest end of the oldest uses; what is left over with that very end is expired too.
    let mark: Option<i64> = connection
        .prepare_cached(
            "SELECT MAX(expires_at) FROM (SELECT expires_at FROM session_uses \
             WHERE tenant_id = $1 AND expires_at <= $2 ORDER BY expires_at, reference LIMIT $3)",
        )?
        .query_row(params![tenant_id, ended_by.unix_ms(), limit], |row| {
            row.get(0)
        })
        .optional()?
        .flatten();
    let Some(mark) = mark else {
        return Ok(0);
    };
    execute(
        connection,
        "INSERT INTO prune_marks (tenant_id, ended_by) VALUES ($1, $2) \
         ON CONFLICT (tenant_id) DO UPDATE SET ended_by = MAX(ended_by, excluded.ended_by)",
        params![tenant_id, mark],
    )?;
    execute(
        connection,
        "DELETE FROM session_uses WHERE tenant_id = $1 AND reference IN \
         (SELECT reference FROM session_uses WHERE tenant_id = $1 AND expires_at <= $2 \
         ORDER BY expires_at, reference LIMIT $3)",
        params![tenant_id, mark, limit],
    )
}

fn prune_nonces(connection: &Connection, now: Timestamp, limit: u32) -> Result<u64, Fault> {
    execute(
        connection,
        "DELETE FROM nonce_uses WHERE (tenant_id, sha256) IN \
         (SELECT tenant_id, sha256 FROM nonce_uses WHERE expires_at <= $1 \
         ORDER BY expires_at LIMIT $2)",
        params![now.unix_ms(), limit],
    )
}
