//! Decides how API keys are kept in PostgreSQL.

use async_trait::async_trait;
use touchstone_core::ports::{
    ApiKey, ApiKeyFilter, ApiKeyStore, Change, FoundApiKey, KeyKind, Page, PageRequest, StoreError,
    Versioned, Written,
};
use touchstone_core::{ApiKeyId, Timestamp};

use super::PostgresStore;
use crate::rows::{Fields, api_key, api_key_columns, api_keys, cut, to_the_minute};

#[async_trait]
impl ApiKeyStore for PostgresStore {
    async fn create_api_key(
        &self,
        change: Change<ApiKey>,
        max_per_tenant: u64,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError> {
        Ok(self.insert_api_key(change, max_per_tenant).await?)
    }

    async fn find_api_key(
        &self,
        sha256: &[u8; 32],
        kind: KeyKind,
    ) -> Result<Option<FoundApiKey>, StoreError> {
        let sql = concat!(
            "SELECT ",
            api_key_columns!(),
            ", COALESCE((SELECT enabled FROM tenants WHERE tenants.id = api_keys.tenant_id), \
             TRUE) FROM api_keys WHERE sha256 = $1 AND kind = $2"
        );
        let found = self
            .first(sql, &[&sha256.as_slice(), &kind.as_str()], |row| {
                let mut fields = Fields::new(row);
                let key = api_key(&mut fields)?.value;
                let tenant_enabled = fields.flag("tenants.enabled")?;
                Ok(FoundApiKey {
                    key,
                    tenant_enabled,
                })
            })
            .await?;
        Ok(found)
    }

    async fn api_key(&self, id: ApiKeyId) -> Result<Option<Versioned<ApiKey>>, StoreError> {
        let sql = concat!(
            "SELECT ",
            api_key_columns!(),
            " FROM api_keys WHERE id = $1"
        );
        let read = |row: &dyn crate::rows::Row| api_key(&mut Fields::new(row));
        Ok(self.first(sql, &[&id.to_string()], read).await?)
    }

    async fn api_keys(
        &self,
        filter: &ApiKeyFilter,
        page: PageRequest<ApiKeyId>,
    ) -> Result<Page<Versioned<ApiKey>, ApiKeyId>, StoreError> {
        let query = api_keys(filter, page.after, page.limit);
        let rows = self
            .list(&query, |row| api_key(&mut Fields::new(row)))
            .await?;
        Ok(cut(rows, page.limit, |row| row.value.id))
    }

    async fn rotate_api_key(
        &self,
        old: ApiKeyId,
        old_expires_at: Timestamp,
        change: Change<ApiKey>,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError> {
        Ok(self.replace_api_key(old, old_expires_at, change).await?)
    }

    async fn revoke_api_key(
        &self,
        id: ApiKeyId,
        at: Timestamp,
        change: Change<Option<String>>,
    ) -> Result<Written<Versioned<ApiKey>>, StoreError> {
        Ok(self.end_api_key(id, at, change).await?)
    }

    async fn touch_api_keys(&self, uses: &[(ApiKeyId, Timestamp)]) -> Result<(), StoreError> {
        if uses.is_empty() {
            return Ok(());
        }
        let (ids, minutes): (Vec<String>, Vec<i64>) = uses
            .iter()
            .map(|(id, at)| (id.to_string(), to_the_minute(*at)))
            .unzip();
        // In the order of identifiers, so that two nodes do not wait for each other.
        self.execute(
            "WITH uses AS (SELECT id, MAX(at) AS at \
             FROM UNNEST($1::text[], $2::bigint[]) AS u (id, at) GROUP BY id), \
             locked AS (SELECT k.id FROM api_keys k JOIN uses ON uses.id = k.id \
             ORDER BY k.id FOR NO KEY UPDATE OF k) \
             UPDATE api_keys k SET last_used_at = uses.at FROM uses, locked \
             WHERE k.id = uses.id AND locked.id = k.id \
             AND (k.last_used_at IS NULL OR k.last_used_at < uses.at)",
            &[&ids, &minutes],
        )
        .await?;
        Ok(())
    }
}
