//! Decides how what `verify` needs is read, and how uses are pruned, in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, params};
use touchstone_core::ports::{
    AppleKey, Claim, ClaimState, MobileLookup, MobilePolicy, MobileSettlement, MobileStore, Pruned,
    SessionKey, Settled, StoreError, Versioned,
};
use touchstone_core::{SessionKeyId, TenantId, Timestamp};

use super::SqliteStore;
use super::fault::Fault;
use super::mobile_settle::{is_pruned, settle};
use super::read::{all, execute, first, holds};
use crate::rows::{
    Fields, apple_app, apple_app_columns, apple_key, apple_key_columns, session_key,
};

#[async_trait]
impl MobileStore for SqliteStore {
    async fn mobile_policy(&self, tenant_id: TenantId) -> Result<MobilePolicy, StoreError> {
        self.readers
            .run(move |connection| policy(connection, tenant_id))
            .await
    }

    async fn mobile_lookup(
        &self,
        tenant_id: TenantId,
        claim: Option<Claim>,
        apple_key_id: Option<[u8; 32]>,
        now: Timestamp,
    ) -> Result<MobileLookup, StoreError> {
        self.readers
            .run(move |connection| {
                let tenant_id = tenant_id.to_string();
                let claim = claim_state(connection, &tenant_id, claim, now)?;
                let apple_key = match apple_key_id {
                    Some(key_id) => key_by_id(connection, &tenant_id, &key_id)?,
                    None => None,
                };
                Ok(MobileLookup { claim, apple_key })
            })
            .await
    }

    async fn settle_mobile(&self, settlement: MobileSettlement) -> Result<Settled, StoreError> {
        self.writer
            .run(move |connection| settle(connection, settlement))
            .await
    }

    async fn session_keys(&self) -> Result<Vec<SessionKey>, StoreError> {
        self.readers.run(session_keys).await
    }

    async fn put_first_session_key(&self, key: &SessionKey) -> Result<Vec<SessionKey>, StoreError> {
        let key = key.clone();
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "INSERT INTO session_master_keys (id, sealed, created_at, issues_from) \
                     SELECT $1, $2, $3, $4 \
                     WHERE NOT EXISTS (SELECT 1 FROM session_master_keys)",
                    params![
                        key.id.to_string(),
                        key.sealed,
                        key.created_at.unix_ms(),
                        key.issues_from.unix_ms(),
                    ],
                )?;
                session_keys(connection)
            })
            .await
    }

    async fn prune_mobile(
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

    async fn delete_session_key(&self, id: SessionKeyId) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                let sql = "DELETE FROM session_master_keys WHERE id = $1";
                execute(connection, sql, [id.to_string()])?;
                Ok(())
            })
            .await
    }
}

fn policy(connection: &Connection, tenant_id: TenantId) -> Result<MobilePolicy, Fault> {
    // One state of the database for both statements.
    let _snapshot = connection.unchecked_transaction()?;
    let tenant_id = tenant_id.to_string();
    let settings = first(
        connection,
        "SELECT settings, version FROM mobile_settings WHERE tenant_id = $1",
        [&tenant_id],
        |row| {
            let mut fields = Fields::new(row);
            let value = fields.text("mobile_settings.settings")?;
            let version = fields.number("mobile_settings.version")?;
            Ok(Versioned { value, version })
        },
    )?;
    let apple_apps = all(
        connection,
        concat!(
            "SELECT ",
            apple_app_columns!(),
            " FROM apple_apps WHERE tenant_id = $1 ORDER BY id"
        ),
        [&tenant_id],
        |row| apple_app(row).map(|app| app.value),
    )?;
    Ok(MobilePolicy {
        settings,
        apple_apps,
    })
}

fn claim_state(
    connection: &Connection,
    tenant_id: &str,
    claim: Option<Claim>,
    now: Timestamp,
) -> Result<ClaimState, Fault> {
    let is_used = match claim {
        None => false,
        Some(Claim::Session {
            reference,
            expires_at,
        }) => {
            if is_pruned(connection, tenant_id, expires_at.unix_ms())? {
                return Ok(ClaimState::Expired);
            }
            holds(
                connection,
                "SELECT EXISTS (SELECT 1 FROM session_uses \
                 WHERE tenant_id = $1 AND reference = $2)",
                params![tenant_id, reference],
            )?
        }
        Some(Claim::Nonce { sha256, .. }) => holds(
            connection,
            "SELECT EXISTS (SELECT 1 FROM nonce_uses \
             WHERE tenant_id = $1 AND sha256 = $2 AND expires_at > $3)",
            params![tenant_id, sha256, now.unix_ms()],
        )?,
    };
    Ok(if is_used {
        ClaimState::Used
    } else {
        ClaimState::Free
    })
}

/// The device key, when it belongs to the tenant.
pub(super) fn key_by_id(
    connection: &Connection,
    tenant_id: &str,
    key_id: &[u8; 32],
) -> Result<Option<AppleKey>, Fault> {
    let sql = concat!(
        "SELECT ",
        apple_key_columns!(),
        " FROM apple_keys WHERE tenant_id = $1 AND key_id = $2"
    );
    first(connection, sql, params![tenant_id, key_id], apple_key)
}

fn session_keys(connection: &Connection) -> Result<Vec<SessionKey>, Fault> {
    let sql = "SELECT id, sealed, created_at, issues_from FROM session_master_keys ORDER BY id";
    all(connection, sql, [], session_key)
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
