//! Decides how Apple apps are read and written in PostgreSQL; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{AppleApp, Change, Notice, RemovedApp, Versioned, Written};
use touchstone_core::{AppId, TenantId};

use super::PostgresStore;
use super::fault::Fault;
use super::mobile_apps::hindrance;
use super::read::{execute, first};
use crate::rows::{APPLE_APPS, apple_app, apple_app_columns, version_after, version_number};

macro_rules! by_id {
    () => {
        concat!(
            "SELECT ",
            apple_app_columns!(),
            " FROM apple_apps WHERE tenant_id = $1 AND id = $2"
        )
    };
}

/// App `$2` of tenant `$1`.
pub(super) const BY_ID: &str = by_id!();

/// The app, locked against changes and against keys being registered for it.
async fn locked(
    transaction: &Transaction<'_>,
    tenant_id: TenantId,
    id: AppId,
) -> Result<Option<Versioned<AppleApp>>, Fault> {
    let sql = concat!(by_id!(), " FOR UPDATE");
    let (tenant_id, id) = (tenant_id.to_string(), id.to_string());
    first(transaction, sql, &[&tenant_id, &id], apple_app).await
}

impl PostgresStore {
    pub(super) async fn insert_apple_app(
        &self,
        change: Change<AppleApp>,
        max: u64,
    ) -> Result<Written<Versioned<AppleApp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let app = change.value;
        let (tenant, name) = (app.tenant_id.to_string(), &app.apple_app_id);
        let hindrance = hindrance(&transaction, &APPLE_APPS, &tenant, name, max).await?;
        if let Some(hindrance) = hindrance {
            return Ok(hindrance);
        }
        execute(
            &transaction,
            "INSERT INTO apple_apps (id, tenant_id, apple_app_id, policy, devicecheck_key, \
             refreshes_receipts, enabled, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
            &[
                &app.id.to_string(),
                &tenant,
                &app.apple_app_id,
                &app.policy,
                &app.devicecheck_key.as_ref().map(|key| &key.0),
                &app.refreshes_receipts,
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

    pub(super) async fn replace_apple_app(
        &self,
        change: Change<AppleApp>,
    ) -> Result<Written<Versioned<AppleApp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let wanted = change.value;
        let Some(stored) = locked(&transaction, wanted.tenant_id, wanted.id).await? else {
            return Ok(Written::NotFound);
        };
        let Some(version) = version_after(stored.version, change.if_version) else {
            return Ok(Written::VersionDiffers);
        };
        execute(
            &transaction,
            "UPDATE apple_apps SET policy = $1, devicecheck_key = $2, refreshes_receipts = $3, \
             enabled = $4, updated_at = $5, version = $6 WHERE tenant_id = $7 AND id = $8",
            &[
                &wanted.policy,
                &wanted.devicecheck_key.as_ref().map(|key| &key.0),
                &wanted.refreshes_receipts,
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

    pub(super) async fn delete_apple_app(
        &self,
        tenant_id: TenantId,
        with_device_keys: bool,
        change: Change<AppId>,
    ) -> Result<Written<RemovedApp>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let stored = locked(&transaction, tenant_id, change.value).await?;
        self.delete_app(
            transaction,
            &APPLE_APPS,
            stored.map(|app| app.version),
            tenant_id,
            with_device_keys,
            change,
        )
        .await
    }
}
