//! Decides how what `verify` needs is read in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::ports::{
    Claim, ClaimState, DeviceKeyId, MobileLookup, MobilePolicy, MobileSettlement, MobileStore,
    Pruned, SessionKey, Settled, StoreError,
};
use touchstone_core::{SessionKeyId, TenantId, Timestamp};

use super::SqliteStore;
use super::fault::Fault;
use super::mobile_device_keys::by_id;
use super::mobile_settle::{is_pruned, settle};
use super::read::{all, execute, first, holds};
use crate::rows::{
    android_app, android_app_columns, apple_app, apple_app_columns, mobile_settings, session_key,
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
        device_key_id: Option<DeviceKeyId>,
        now: Timestamp,
    ) -> Result<MobileLookup, StoreError> {
        self.readers
            .run(move |connection| {
                let claim = claim_state(connection, &tenant_id.to_string(), claim, now)?;
                let device_key = match device_key_id {
                    Some(id) => by_id(connection, tenant_id, id)?,
                    None => None,
                };
                Ok(MobileLookup { claim, device_key })
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
        self.prune(now, ended_by, limit).await
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
    // One state of the database for all statements.
    let _snapshot = connection.unchecked_transaction()?;
    let tenant_id = tenant_id.to_string();
    let settings = first(
        connection,
        "SELECT settings, version FROM mobile_settings WHERE tenant_id = $1",
        [&tenant_id],
        mobile_settings,
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
    let android_apps = all(
        connection,
        concat!(
            "SELECT ",
            android_app_columns!(),
            " FROM android_apps WHERE tenant_id = $1 ORDER BY id"
        ),
        [&tenant_id],
        |row| android_app(row).map(|app| app.value),
    )?;
    Ok(MobilePolicy {
        settings,
        apple_apps,
        android_apps,
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

fn session_keys(connection: &Connection) -> Result<Vec<SessionKey>, Fault> {
    let sql = "SELECT id, sealed, created_at, issues_from FROM session_master_keys ORDER BY id";
    all(connection, sql, [], session_key)
}
