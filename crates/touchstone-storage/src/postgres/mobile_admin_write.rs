//! Decides how an administrator's writes to the family `mobile` are made in PostgreSQL; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{
    AppleApp, AppleKey, Change, Notice, RemovedApp, SessionKey, Versioned, Written,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use super::fault::Fault;
use super::read::{Params, execute, first};
use super::{PostgresStore, locks};
use crate::rows::{
    Fields, apple_app, apple_app_columns, apple_key, apple_key_columns, version_after,
    version_number,
};

async fn lock(transaction: &Transaction<'_>, lock: i64) -> Result<(), Fault> {
    execute(transaction, "SELECT pg_advisory_xact_lock($1)", &[&lock]).await?;
    Ok(())
}

/// The app, locked against changes and against keys being registered for it.
async fn locked_app(
    transaction: &Transaction<'_>,
    tenant_id: TenantId,
    id: AppId,
) -> Result<Option<Versioned<AppleApp>>, Fault> {
    let sql = concat!(
        "SELECT ",
        apple_app_columns!(),
        " FROM apple_apps WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
    );
    let (tenant_id, id) = (tenant_id.to_string(), id.to_string());
    first(transaction, sql, &[&tenant_id, &id], apple_app).await
}

async fn count(transaction: &Transaction<'_>, sql: &str, params: Params<'_>) -> Result<u64, Fault> {
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

    pub(super) async fn insert_app(
        &self,
        change: Change<AppleApp>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<AppleApp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::LIMITS).await?;
        let app = change.value;
        let tenant = app.tenant_id.to_string();
        let same = count(
            &transaction,
            "SELECT COUNT(*) FROM apple_apps WHERE tenant_id = $1 AND apple_app_id = $2",
            &[&tenant, &app.apple_app_id],
        )
        .await?;
        if same > 0 {
            return Ok(Written::Taken);
        }
        let count_sql = "SELECT COUNT(*) FROM apple_apps WHERE tenant_id = $1";
        if count(&transaction, count_sql, &[&tenant]).await? >= max_per_tenant {
            return Ok(Written::Full);
        }
        execute(
            &transaction,
            "INSERT INTO apple_apps (id, tenant_id, apple_app_id, policy, enabled, created_at, \
             updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
            &[
                &app.id.to_string(),
                &tenant,
                &app.apple_app_id,
                &app.policy,
                &app.enabled,
                &app.created_at.unix_ms(),
                &app.updated_at.unix_ms(),
            ],
        )
        .await?;
        let notice = Notice::Tenant(app.tenant_id);
        let (value, version) = (app, 1);
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }

    pub(super) async fn replace_app(
        &self,
        change: Change<AppleApp>,
    ) -> Result<Written<Versioned<AppleApp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let wanted = change.value;
        let Some(stored) = locked_app(&transaction, wanted.tenant_id, wanted.id).await? else {
            return Ok(Written::NotFound);
        };
        let Some(version) = version_after(stored.version, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        execute(
            &transaction,
            "UPDATE apple_apps SET policy = $1, enabled = $2, updated_at = $3, version = $4 \
             WHERE tenant_id = $5 AND id = $6",
            &[
                &wanted.policy,
                &wanted.enabled,
                &wanted.updated_at.unix_ms(),
                &version_number(version),
                &wanted.tenant_id.to_string(),
                &wanted.id.to_string(),
            ],
        )
        .await?;
        let notice = Notice::Tenant(wanted.tenant_id);
        let value = AppleApp {
            apple_app_id: stored.value.apple_app_id,
            created_at: stored.value.created_at,
            ..wanted
        };
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }

    pub(super) async fn delete_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let Some(stored) = locked_app(&transaction, tenant_id, change.value).await? else {
            return Ok(Written::NotFound);
        };
        if version_after(stored.version, change.if_version).is_none() {
            return Ok(Written::VersionDiffers);
        }
        let (tenant, app) = (tenant_id.to_string(), change.value.to_string());
        let device_keys = count(
            &transaction,
            "SELECT COUNT(*) FROM apple_keys WHERE tenant_id = $1 AND app_id = $2",
            &[&tenant, &app],
        )
        .await?;
        if device_keys > 0 && !with_device_keys {
            return Ok(Written::InUse(device_keys));
        }
        let keys_sql = "DELETE FROM apple_keys WHERE tenant_id = $1 AND app_id = $2";
        execute(&transaction, keys_sql, &[&tenant, &app]).await?;
        let app_sql = "DELETE FROM apple_apps WHERE tenant_id = $1 AND id = $2";
        execute(&transaction, app_sql, &[&tenant, &app]).await?;
        let notice = Notice::Tenant(tenant_id);
        self.commit_change(
            transaction,
            &change.audit,
            notice,
            RemovedApp { device_keys },
        )
        .await
    }

    pub(super) async fn end_key(
        &self,
        tenant_id: TenantId,
        key_id: &[u8; 32],
        at: Timestamp,
        change: Change<String>,
    ) -> Result<Written<AppleKey>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let tenant = tenant_id.to_string();
        let sql = concat!(
            "SELECT ",
            apple_key_columns!(),
            " FROM apple_keys WHERE tenant_id = $1 AND key_id = $2 FOR NO KEY UPDATE"
        );
        let params: Params<'_> = &[&tenant, &key_id.as_slice()];
        let Some(mut key) = first(&transaction, sql, params, apple_key).await? else {
            return Ok(Written::NotFound);
        };
        if key.revoked_at.is_some() {
            return Ok(Written::Done(key));
        }
        execute(
            &transaction,
            "UPDATE apple_keys SET revoked_at = $1, revoked_reason = $2 \
             WHERE tenant_id = $3 AND key_id = $4",
            &[&at.unix_ms(), &change.value, &tenant, &key_id.as_slice()],
        )
        .await?;
        key.revoked_at = Some(at);
        key.revoked_reason = Some(change.value);
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), key)
            .await
    }

    pub(super) async fn delete_key(
        &self,
        tenant_id: TenantId,
        change: Change<[u8; 32]>,
    ) -> Result<Written<()>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let forgotten = execute(
            &transaction,
            "DELETE FROM apple_keys WHERE tenant_id = $1 AND key_id = $2",
            &[&tenant_id.to_string(), &change.value.as_slice()],
        )
        .await?;
        if forgotten == 0 {
            return Ok(Written::NotFound);
        }
        self.commit_change(transaction, &change.audit, Notice::Tenant(tenant_id), ())
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
