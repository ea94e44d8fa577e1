//! Decides how API keys are kept in SQLite.

use async_trait::async_trait;
use rusqlite::params;
use touchstone_core::ports::{
    ApiKey, ApiKeyFilter, ApiKeyStore, Change, FoundApiKey, KeyKind, Page, PageRequest, StoreError,
    Versioned, Written,
};
use touchstone_core::{ApiKeyId, Timestamp};

use super::SqliteStore;
use super::api_keys_write::{by_id, create, revoke, rotate, touch};
use super::read::{first, list};
use crate::rows::{Fields, api_key, api_key_columns, api_keys, cut};

#[async_trait]
impl ApiKeyStore for SqliteStore {
    async fn create_api_key(
        &self,
        change: Change<ApiKey>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError> {
        self.writer
            .change(move |connection| create(connection, change, max_per_tenant))
            .await
    }

    async fn find_api_key(
        &self,
        sha256: &[u8; 32],
        kind: KeyKind,
    ) -> Result<Option<FoundApiKey>, StoreError> {
        let sha256 = *sha256;
        let sql = concat!(
            "SELECT ",
            api_key_columns!(),
            ", COALESCE((SELECT enabled FROM tenants WHERE tenants.id = api_keys.tenant_id), 1) \
             FROM api_keys WHERE sha256 = $1 AND kind = $2"
        );
        self.readers
            .run(move |connection| {
                first(connection, sql, params![sha256, kind.as_str()], |row| {
                    let mut fields = Fields::new(row);
                    let key = api_key(&mut fields)?.value;
                    let tenant_enabled = fields.flag("tenants.enabled")?;
                    Ok(FoundApiKey {
                        key,
                        tenant_enabled,
                    })
                })
            })
            .await
    }

    async fn api_key(&self, id: ApiKeyId) -> Result<Option<Versioned<ApiKey>>, StoreError> {
        self.readers
            .run(move |connection| by_id(connection, id))
            .await
    }

    async fn api_keys(
        &self,
        filter: &ApiKeyFilter,
        page: PageRequest<ApiKeyId>,
    ) -> Result<Page<Versioned<ApiKey>, ApiKeyId>, StoreError> {
        let query = api_keys(filter, page.after, page.limit);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, |row| api_key(&mut Fields::new(row))))
            .await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn rotate_api_key(
        &self,
        old: ApiKeyId,
        old_expires_at: Timestamp,
        change: Change<ApiKey>,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError> {
        self.writer
            .change(move |connection| rotate(connection, old, old_expires_at, change))
            .await
    }

    async fn revoke_api_key(
        &self,
        id: ApiKeyId,
        at: Timestamp,
        change: Change<Option<String>>,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError> {
        self.writer
            .change(move |connection| revoke(connection, id, at, change))
            .await
    }

    async fn touch_api_keys(&self, uses: &[(ApiKeyId, Timestamp)]) -> Result<(), StoreError> {
        if uses.is_empty() {
            return Ok(());
        }
        let uses = uses.to_vec();
        self.writer
            .run(move |connection| touch(connection, &uses))
            .await
    }
}
