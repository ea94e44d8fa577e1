//! Decides how the status list of revoked attestation keys is kept in SQLite: one row.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::Timestamp;
use touchstone_core::ports::{
    AuditRow, Change, Notice, StatusListStore, StoreError, StoredStatusList,
};

use super::SqliteStore;
use super::audit::record;
use super::fault::Fault;
use super::read::{execute, first};
use super::writer::Changed;
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
impl StatusListStore for SqliteStore {
    async fn status_list_age(&self) -> Result<Option<(Timestamp, Option<String>)>, StoreError> {
        self.readers
            .run(|connection| {
                let sql = "SELECT fetched_at, etag FROM status_list";
                first(connection, sql, [], |row| {
                    let mut fields = Fields::new(row);
                    let fetched_at = fields.time("status_list.fetched_at")?;
                    Ok((fetched_at, fields.optional_text("status_list.etag")?))
                })
            })
            .await
    }

    async fn status_list(&self) -> Result<Option<StoredStatusList>, StoreError> {
        self.readers
            .run(|connection| {
                let sql = "SELECT fetched_at, fresh_until, etag, entries, source, body \
                           FROM status_list";
                first(connection, sql, [], status_list)
            })
            .await
    }

    async fn put_status_list(
        &self,
        list: &StoredStatusList,
        trace: Option<&AuditRow>,
    ) -> Result<bool, StoreError> {
        let (list, trace) = (list.clone(), trace.cloned());
        self.writer
            .change(move |connection| {
                let value = put(connection, PUT_NEWER, &list)?;
                if let Some(trace) = &trace {
                    record(connection, trace)?;
                }
                let notice = value.then_some(Notice::Everything);
                Ok(Changed { value, notice })
            })
            .await
    }

    async fn load_status_list(&self, change: Change<StoredStatusList>) -> Result<(), StoreError> {
        self.writer
            .change(move |connection| {
                put(connection, PUT, &change.value)?;
                record(connection, &change.audit)?;
                let notice = Some(Notice::Everything);
                Ok(Changed { value: (), notice })
            })
            .await
    }
}

/// Whether it was stored.
fn put(connection: &Connection, sql: &str, list: &StoredStatusList) -> Result<bool, Fault> {
    let stored = execute(
        connection,
        sql,
        params![
            list.fetched_at.unix_ms(),
            list.fresh_until.unix_ms(),
            list.etag,
            i64::try_from(list.entries).unwrap_or(i64::MAX),
            list.source,
            &*list.body,
        ],
    )?;
    Ok(stored == 1)
}
