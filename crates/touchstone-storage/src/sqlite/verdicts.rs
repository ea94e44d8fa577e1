//! Decides how the verdict log and the outbox are kept in SQLite: appended, and deleted in batches.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::ports::{
    Ending, NewEvent, Page, PageRequest, StoreError, Verdict, VerdictFilter, VerdictHead,
    VerdictStore,
};
use touchstone_core::{EventId, TenantId, Timestamp, VerdictId};

use super::SqliteStore;
use super::fault::Fault;
use super::read::{execute, first, list};
use crate::rows::{cut, verdict, verdict_columns, verdicts};

/// Events that one call of `arrange_verdicts` deletes at most.
const EVENTS_BATCH: u32 = 1_000;

#[async_trait]
impl VerdictStore for SqliteStore {
    async fn write_verdict(&self, head: VerdictHead, ending: Ending) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| append(connection, &head, &ending))
            .await
    }

    async fn verdict(&self, id: VerdictId) -> Result<Option<Verdict>, StoreError> {
        let sql = concat!(
            "SELECT ",
            verdict_columns!(),
            " FROM verdicts WHERE id = $1"
        );
        self.readers
            .run(move |connection| first(connection, sql, [id.to_string()], verdict))
            .await
    }

    async fn verdicts(
        &self,
        filter: &VerdictFilter,
        page: PageRequest<VerdictId>,
    ) -> Result<Page<Verdict, VerdictId>, StoreError> {
        let query = verdicts(filter, &page);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, verdict))
            .await?;
        Ok(cut(rows, page.limit, |row| row.head.id))
    }

    async fn expire_verdicts(
        &self,
        tenant_id: TenantId,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts \
                     WHERE tenant_id = $1 AND id < $2 ORDER BY id LIMIT $3)",
                    params![
                        tenant_id.to_string(),
                        VerdictId::first_at(before).to_string(),
                        limit
                    ],
                )
            })
            .await
    }

    async fn arrange_verdicts(
        &self,
        _now: Timestamp,
        keep_from: Timestamp,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                execute(
                    connection,
                    "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE id < $1 \
                     ORDER BY id LIMIT $2)",
                    params![EventId::first_at(keep_from).to_string(), EVENTS_BATCH],
                )?;
                Ok(())
            })
            .await
    }
}

/// Appends the verdict and its events.
pub(super) fn append(
    connection: &Connection,
    head: &VerdictHead,
    ending: &Ending,
) -> Result<(), Fault> {
    execute(
        connection,
        concat!(
            "INSERT INTO verdicts (",
            verdict_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        ),
        params![
            head.id.to_string(),
            head.tenant_id.to_string(),
            head.api_key_id.map(|id| id.to_string()),
            head.noun.as_str(),
            head.format,
            head.subject,
            head.app_id.map(|id| id.to_string()),
            head.policy,
            head.facts,
            head.evidence_sha256,
            i64::try_from(head.latency_us).unwrap_or(i64::MAX),
            head.request_id,
            head.created_at.unix_ms(),
            ending.outcome.as_str(),
            ending.reason,
            ending.checks,
        ],
    )?;
    for event in &ending.events {
        append_event(connection, event)?;
    }
    Ok(())
}

/// Puts an event into the outbox.
pub(super) fn append_event(connection: &Connection, event: &NewEvent) -> Result<(), Fault> {
    execute(
        connection,
        "INSERT INTO events (id, tenant_id, name, payload, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
        params![
            event.id.to_string(),
            event.tenant_id.to_string(),
            event.name,
            event.payload,
            event.created_at.unix_ms(),
        ],
    )?;
    Ok(())
}
