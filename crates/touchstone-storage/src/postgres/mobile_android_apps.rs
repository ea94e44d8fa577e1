//! Decides how Android apps are read and written in PostgreSQL; what is decided about is locked.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{AndroidApp, Change, Notice, RemovedApp, Versioned, Written};
use touchstone_core::{AppId, TenantId};

use super::PostgresStore;
use super::fault::Fault;
use super::mobile_apps::hindrance;
use super::read::{execute, first};
use crate::rows::{ANDROID_APPS, android_app, android_app_columns, version_after, version_number};

macro_rules! by_id {
    () => {
        concat!(
            "SELECT ",
            android_app_columns!(),
            " FROM android_apps WHERE tenant_id = $1 AND id = $2"
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
) -> Result<Option<Versioned<AndroidApp>>, Fault> {
    let sql = concat!(by_id!(), " FOR UPDATE");
    let (tenant_id, id) = (tenant_id.to_string(), id.to_string());
    first(transaction, sql, &[&tenant_id, &id], android_app).await
}

impl PostgresStore {
    pub(super) async fn insert_android_app(
        &self,
        change: Change<AndroidApp>,
        max: u64,
    ) -> Result<Written<Versioned<AndroidApp>>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let app = change.value;
        let (tenant, name) = (app.tenant_id.to_string(), &app.package_name);
        let hindrance = hindrance(&transaction, &ANDROID_APPS, &tenant, name, max).await?;
        if let Some(hindrance) = hindrance {
            return Ok(hindrance);
        }
        execute(
            &transaction,
            "INSERT INTO android_apps (id, tenant_id, package_name, policy, play_decryption_key, \
             play_verification_key, service_account, enabled, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            &[
                &app.id.to_string(),
                &tenant,
                &app.package_name,
                &app.policy,
                &app.play_keys.as_ref().map(|keys| &keys.decryption_key.0),
                &app.play_keys.as_ref().map(|keys| &keys.verification_key),
                &app.service_account.as_ref().map(|account| &account.0),
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

    pub(super) async fn replace_android_app(
        &self,
        change: Change<AndroidApp>,
    ) -> Result<Written<Versioned<AndroidApp>>, Fault> {
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
            "UPDATE android_apps SET policy = $1, play_decryption_key = $2, \
             play_verification_key = $3, service_account = $4, enabled = $5, updated_at = $6, \
             version = $7 WHERE tenant_id = $8 AND id = $9",
            &[
                &wanted.policy,
                &wanted.play_keys.as_ref().map(|keys| &keys.decryption_key.0),
                &wanted.play_keys.as_ref().map(|keys| &keys.verification_key),
                &wanted.service_account.as_ref().map(|account| &account.0),
                &wanted.enabled,
                &wanted.updated_at.unix_ms(),
                &version_number(version),
                &wanted.tenant_id.to_string(),
                &wanted.id.to_string(),
            ],
        )
        .await?;
        let notice = Notice::Tenant(wanted.tenant_id);
        let value = AndroidApp {
            package_name: stored.value.package_name,
            created_at: stored.value.created_at,
            ..wanted
        };
        let stored = Versioned { value, version };
        self.commit_change(transaction, &change.audit, notice, stored)
            .await
    }

    pub(super) async fn delete_android_app(
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
            &ANDROID_APPS,
            stored.map(|app| app.version),
            tenant_id,
            with_device_keys,
            change,
        )
        .await
    }
}
