//! Decides how the status list of revoked attestation keys is kept in PostgreSQL: one row.

use async_trait::async_trait;
use deadpool_postgres::Transaction;
use touchstone_core::Timestamp;
use touchstone_core::ports::{
    AuditRow, Change, Notice, StatusListStore, StoreError, StoredStatusList,
};

use super::PostgresStore;
use super::audit::record;
use super::fault::Fault;
use super::read::execute;
use crate::rows::{Fields, status_list};

macro_rules! put {
    () => {
        "INSERT INTO status_list \
         (only_row, fetched_at, fresh_until, etag, entries, source, body) \
         VALUES (1, $1, $2, $3, $4, $5, $6) ON CONFLICT (only_row) DO UPDATE \
         SET fetched_at = excluded.fetched_at, fresh_until = excluded.fresh_until, \
         etag = excluded.etag, entries = excluded.entries, source = excluded.source, \
         body = excluded.body"
    };
}

/// Whatever is stored.
const PUT: &str = put!();

/// Only in place of an earlier one.
const PUT_NEWER: &str = concat!(
    put!(),
    " WHERE status_list.fetched_at <= excluded.fetched_at",
    " OR status_list.fetched_at > excluded.fetched_at + 300000"
);

#[async_trait]
impl StatusListStore for PostgresStore {
    async fn status_list_age(&self) -> Result<Option<(Timestamp, Option<String>)>, StoreError> {
        let found = self
            .first("SELECT fetched_at, etag FROM status_list", &[], |row| {
                let mut fields = Fields::new(row);
                let fetched_at = fields.time("status_list.fetched_at")?;
                Ok((fetched_at, fields.optional_text("status_list.etag")?))
            })
            .await?;
        Ok(found)
    }

    async fn status_list(&self) -> Result<Option<StoredStatusList>, StoreError> {
        let sql = "SELECT fetched_at, fresh_until, etag, entries, source, body FROM status_list";
        Ok(self.first(sql, &[], status_list).await?)
    }

    async fn put_status_list(
        &self,
        list: &StoredStatusList,
        trace: Option<&AuditRow>,
    ) -> Result<bool, StoreError> {
        Ok(self.put_newer_list(list, trace).await?)
    }

    async fn load_status_list(&self, change: Change<StoredStatusList>) -> Result<(), StoreError> {
        Ok(self.put_list(change).await?)
    }
}

impl PostgresStore {
    async fn put_newer_list(
        &self,
        list: &StoredStatusList,
        trace: Option<&AuditRow>,
    ) -> Result<bool, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let is_stored = put(&transaction, PUT_NEWER, list).await?;
        if let Some(trace) = trace {
            record(&transaction, trace).await?;
        }
        if is_stored {
            self.commit_news(transaction, Notice::Everything).await?;
        } else {
            transaction.commit().await?;
        }
        Ok(is_stored)
    }

    async fn put_list(&self, change: Change<StoredStatusList>) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        put(&transaction, PUT, &change.value).await?;
        record(&transaction, &change.audit).await?;
        self.commit_news(transaction, Notice::Everything).await
    }
}

/// Whether it was stored.
async fn put(
    transaction: &Transaction<'_>,
    sql: &str,
    list: &StoredStatusList,
) -> Result<bool, Fault> {
    let stored = execute(
        transaction,
        sql,
        &[
            &list.fetched_at.unix_ms(),
            &list.fresh_until.unix_ms(),
            &list.etag,
            &i64::try_from(list.entries).unwrap_or(i64::MAX),
            &list.source,
            &&*list.body,
        ],
    )
    .await?;
    Ok(stored == 1)
}
