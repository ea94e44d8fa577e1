//! Decides how what `verify` needs is read in PostgreSQL.

use async_trait::async_trait;
use deadpool_postgres::GenericClient;
use touchstone_core::ports::{
    Claim, ClaimState, DeviceKeyId, MobileLookup, MobilePolicy, MobileSettlement, MobileStore,
    Pruned, SessionKey, Settled, StoreError,
};
use touchstone_core::{SessionKeyId, TenantId, Timestamp};

use super::fault::Fault;
use super::mobile_device_keys::by_id;
use super::read::{Params, all, execute, first};
use super::{PostgresStore, locks, write};
use crate::rows::{
    Fields, android_app, android_app_columns, apple_app, apple_app_columns, mobile_settings,
    session_key,
};

#[async_trait]
impl MobileStore for PostgresStore {
    async fn mobile_policy(&self, tenant_id: TenantId) -> Result<MobilePolicy, StoreError> {
        Ok(self.read_policy(&tenant_id.to_string()).await?)
    }

    async fn mobile_lookup(
        &self,
        tenant_id: TenantId,
        claim: Option<Claim>,
        device_key_id: Option<DeviceKeyId>,
        now: Timestamp,
    ) -> Result<MobileLookup, StoreError> {
        let tenant_id = tenant_id.to_string();
        let found = self.look_up(&tenant_id, claim, device_key_id, now).await?;
        Ok(found)
    }

    async fn settle_mobile(&self, settlement: MobileSettlement) -> Result<Settled, StoreError> {
        self.settle(settlement).await
    }

    async fn session_keys(&self) -> Result<Vec<SessionKey>, StoreError> {
        let keys = async {
            let client = self.pool.get().await?;
            stored_session_keys(&client).await
        };
        Ok(keys.await?)
    }

    async fn put_first_session_key(&self, key: &SessionKey) -> Result<Vec<SessionKey>, StoreError> {
        Ok(self.insert_first_session_key(key).await?)
    }

    async fn prune_mobile(
        &self,
        now: Timestamp,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Pruned, StoreError> {
        Ok(self.prune(now, ended_by, limit).await?)
    }

    async fn delete_session_key(&self, id: SessionKeyId) -> Result<(), StoreError> {
        let sql = "DELETE FROM session_master_keys WHERE id = $1";
        self.execute(sql, &[&id.to_string()]).await?;
        Ok(())
    }
}

async fn stored_session_keys(client: &impl GenericClient) -> Result<Vec<SessionKey>, Fault> {
    let sql = "SELECT id, sealed, created_at, issues_from FROM session_master_keys ORDER BY id";
    all(client, sql, &[], session_key).await
}

impl PostgresStore {
    async fn read_policy(&self, tenant_id: &str) -> Result<MobilePolicy, Fault> {
        let client = self.pool.get().await?;
        let params: Params<'_> = &[&tenant_id];
        let settings = first(
            &client,
            "SELECT settings, version FROM mobile_settings WHERE tenant_id = $1",
            params,
            mobile_settings,
        );
        let apple_apps = all(
            &client,
            concat!(
                "SELECT ",
                apple_app_columns!(),
                " FROM apple_apps WHERE tenant_id = $1 ORDER BY id"
            ),
            params,
            |row| apple_app(row).map(|app| app.value),
        );
        let android_apps = all(
            &client,
            concat!(
                "SELECT ",
                android_app_columns!(),
                " FROM android_apps WHERE tenant_id = $1 ORDER BY id"
            ),
            params,
            |row| android_app(row).map(|app| app.value),
        );
        let (settings, apple_apps, android_apps) =
            tokio::try_join!(settings, apple_apps, android_apps)?;
        Ok(MobilePolicy {
            settings,
            apple_apps,
            android_apps,
        })
    }

    /// Both look-ups travel together.
    async fn look_up(
        &self,
        tenant_id: &str,
        claim: Option<Claim>,
        device_key_id: Option<DeviceKeyId>,
        now: Timestamp,
    ) -> Result<MobileLookup, Fault> {
        let client = self.pool.get().await?;
        let claim = async {
            match claim {
                Some(claim) => claim_state(&client, tenant_id, claim, now).await,
                None => Ok(ClaimState::Free),
            }
        };
        let device_key = async {
            match device_key_id {
                Some(id) => by_id(&client, tenant_id, id).await,
                None => Ok(None),
            }
        };
        let (claim, device_key) = tokio::try_join!(claim, device_key)?;
        Ok(MobileLookup { claim, device_key })
    }

    async fn insert_first_session_key(&self, key: &SessionKey) -> Result<Vec<SessionKey>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        execute(
            &transaction,
            "SELECT pg_advisory_xact_lock($1)",
            &[&locks::SESSION_KEYS],
        )
        .await?;
        execute(
            &transaction,
            "INSERT INTO session_master_keys (id, sealed, created_at, issues_from) \
             SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM session_master_keys)",
            &[
                &key.id.to_string(),
                &key.sealed,
                &key.created_at.unix_ms(),
                &key.issues_from.unix_ms(),
            ],
        )
        .await?;
        let keys = stored_session_keys(&transaction).await?;
        write::commit(transaction).await?;
        Ok(keys)
    }
}

async fn claim_state(
    client: &impl GenericClient,
    tenant_id: &str,
    claim: Claim,
    now: Timestamp,
) -> Result<ClaimState, Fault> {
    let state = |row: &dyn crate::rows::Row| {
        let mut fields = Fields::new(row);
        let is_expired = fields.flag("prune_marks.ended_by")?;
        let is_used = fields.flag("claims: used")?;
        Ok(match (is_expired, is_used) {
            (true, _) => ClaimState::Expired,
            (false, true) => ClaimState::Used,
            (false, false) => ClaimState::Free,
        })
    };
    let found = match claim {
        Claim::Session {
            reference,
            expires_at,
        } => {
            first(
                client,
                "SELECT EXISTS (SELECT 1 FROM prune_marks \
                 WHERE tenant_id = $1 AND ended_by >= $2), \
                 EXISTS (SELECT 1 FROM session_uses WHERE tenant_id = $1 AND reference = $3)",
                &[&tenant_id, &expires_at.unix_ms(), &reference.as_slice()],
                state,
            )
            .await?
        }
        Claim::Nonce { sha256, .. } => {
            first(
                client,
                "SELECT FALSE, EXISTS (SELECT 1 FROM nonce_uses \
                 WHERE tenant_id = $1 AND sha256 = $2 AND expires_at > $3)",
                &[&tenant_id, &sha256.as_slice(), &now.unix_ms()],
                state,
            )
            .await?
        }
    };
    Ok(found.unwrap_or(ClaimState::Free))
}
