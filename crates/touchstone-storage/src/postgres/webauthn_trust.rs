//! Decides how walks over stored credentials and changes of trust are kept in PostgreSQL: a walk that another node is leasing is
//! passed over.

use std::collections::BTreeSet;

use async_trait::async_trait;
use deadpool_postgres::Transaction;
use tokio_postgres::types::ToSql;
use touchstone_core::ports::{
    AuditRow, FINISHED_REEVALUATIONS_KEPT, Page, PageRequest, Reevaluation, StoreError, ToJudge,
    TrustChange, WebauthnTrustStore,
};
use touchstone_core::{ReevaluationId, TenantId, Timestamp};

use super::audit::record;
use super::fault::{Fault, is_worth_repeating};
use super::mobile_admin_write::lock;
use super::partitions::{self, Table, Week};
use super::read::{all, execute, first};
use super::{PostgresStore, locks, write};
use crate::rows::{
    CHANGE_TRUST, INSERT_REEVALUATION, INSERT_TRUST_RECORD, NEWEST_REEVALUATIONS,
    NOTE_REEVALUATION, PRUNE_REEVALUATIONS, WIDEN_REEVALUATION, count_number, credential_to_judge,
    credentials_to_judge, cut, free_reevaluations, models_json, reevaluation, reevaluation_columns,
    reevaluations, waiting_reevaluation, widened,
};

const LEASE: &str = concat!(
    "WITH free AS (SELECT id AS free_id ",
    free_reevaluations!(),
    " FOR UPDATE SKIP LOCKED) \
     UPDATE webauthn_reevaluations SET leased_until = $1 FROM free WHERE id = free_id RETURNING ",
    reevaluation_columns!()
);

/// A node that begins it meanwhile is waited for, and then it waits no more.
const WAITING: &str = concat!(waiting_reevaluation!(), " FOR UPDATE");

const IS_OF_MODELS: &str = "(aaguid IN (SELECT decode(word, 'hex') \
    FROM json_array_elements_text(CAST(CAST($1 AS text) AS json)) AS word) \
    OR certificate_key_id IN (SELECT decode(word, 'hex') \
    FROM json_array_elements_text(CAST(CAST($1 AS text) AS json)) AS word))";

#[async_trait]
impl WebauthnTrustStore for PostgresStore {
    async fn start_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        trace: Option<&AuditRow>,
    ) -> Result<Reevaluation, StoreError> {
        Ok(self.start_walk(reevaluation, trace).await?)
    }

    async fn lease_reevaluation(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
    ) -> Result<Option<Reevaluation>, StoreError> {
        Ok(self.lease_walk(now, leased_until).await?)
    }

    async fn note_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        Ok(self.note_walk(reevaluation, now).await?)
    }

    async fn reevaluations(
        &self,
        tenant_id: Option<TenantId>,
        page: PageRequest<ReevaluationId>,
    ) -> Result<Page<Reevaluation, ReevaluationId>, StoreError> {
        let query = reevaluations(tenant_id, &page);
        let rows = self.list(&query, reevaluation).await?;
        Ok(cut(rows, page.limit, |row| row.id))
    }

    async fn newest_reevaluations(
        &self,
        cause: &str,
        limit: u32,
    ) -> Result<Vec<Reevaluation>, StoreError> {
        Ok(self.newest_walks(cause, limit).await?)
    }

    async fn credentials_to_judge(
        &self,
        reevaluation: &Reevaluation,
        limit: u32,
    ) -> Result<Vec<ToJudge>, StoreError> {
        let query = credentials_to_judge(reevaluation, IS_OF_MODELS, limit);
        Ok(self.list(&query, credential_to_judge).await?)
    }

    async fn settle_trust(&self, change: TrustChange) -> Result<bool, StoreError> {
        match self.change_trust(&change).await {
            // The week of an event may not be there yet.
            Err(Fault::Engine(error)) if is_worth_repeating(&error) => {
                self.make_weeks(&change).await?;
                Ok(write::repeat(|| self.change_trust(&change)).await?)
            }
            other => Ok(other?),
        }
    }
}

/// Asks for a walk, one at a time: what is answered is the one that there is then.
pub(super) async fn ask(
    transaction: &Transaction<'_>,
    walk: &Reevaluation,
) -> Result<Reevaluation, Fault> {
    lock(transaction, locks::REEVALUATIONS).await?;
    let tenant = walk.tenant_id.map(|id| id.to_string());
    let waiting = first(transaction, WAITING, &[&tenant, &walk.cause], reevaluation).await?;
    let Some(waiting) = waiting else {
        insert(transaction, walk).await?;
        return Ok(walk.clone());
    };
    let asked = widened(waiting, walk.only.clone());
    let only = models_json(asked.only.as_ref())?;
    let params: [&(dyn ToSql + Sync); 2] = [&only, &asked.id.to_string()];
    execute(transaction, WIDEN_REEVALUATION, &params).await?;
    Ok(asked)
}

/// Writes a walk down beside those that wait.
pub(super) async fn insert(
    transaction: &Transaction<'_>,
    walk: &Reevaluation,
) -> Result<(), Fault> {
    execute(
        transaction,
        INSERT_REEVALUATION,
        &[
            &walk.id.to_string(),
            &walk.tenant_id.map(|id| id.to_string()),
            &walk.cause,
            &models_json(walk.only.as_ref())?,
            &walk.created_at.unix_ms(),
            &walk.finished_at.map(|at| at.unix_ms()),
            &walk.after.map(|id| id.to_string()),
            &count_number(walk.judged),
            &count_number(walk.changed),
        ],
    )
    .await?;
    Ok(())
}

impl PostgresStore {
    async fn start_walk(
        &self,
        walk: &Reevaluation,
        trace: Option<&AuditRow>,
    ) -> Result<Reevaluation, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let asked = ask(&transaction, walk).await?;
        if let Some(trace) = trace {
            let object = asked.id.to_string();
            let trace = AuditRow {
                object,
                ..trace.clone()
            };
            record(&transaction, &trace).await?;
        }
        write::commit(transaction).await?;
        Ok(asked)
    }

    async fn note_walk(&self, walk: &Reevaluation, now: Timestamp) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        execute(
            &transaction,
            NOTE_REEVALUATION,
            &[
                &walk.after.map(|id| id.to_string()),
                &count_number(walk.judged),
                &count_number(walk.changed),
                &walk.finished_at.map(|at| at.unix_ms()),
                &now.unix_ms(),
                &walk.id.to_string(),
            ],
        )
        .await?;
        if walk.finished_at.is_some() {
            let tenant = walk.tenant_id.map(|id| id.to_string());
            let kept = i64::from(FINISHED_REEVALUATIONS_KEPT);
            let of: [&(dyn ToSql + Sync); 3] = [&tenant, &walk.cause, &kept];
            execute(&transaction, PRUNE_REEVALUATIONS, &of).await?;
        }
        write::commit(transaction).await
    }

    async fn newest_walks(&self, cause: &str, limit: u32) -> Result<Vec<Reevaluation>, Fault> {
        let client = self.pool.get().await?;
        let params: [&(dyn ToSql + Sync); 2] = [&cause, &i64::from(limit)];
        all(&client, NEWEST_REEVALUATIONS, &params, reevaluation).await
    }

    async fn lease_walk(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
    ) -> Result<Option<Reevaluation>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let (now, leased_until) = (now.unix_ms(), leased_until.unix_ms());
        let leased = first(&transaction, LEASE, &[&leased_until, &now], reevaluation).await?;
        write::commit(transaction).await?;
        Ok(leased)
    }

    async fn change_trust(&self, change: &TrustChange) -> Result<bool, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let ext_id = change.ext_id.to_string();
        let changed = execute(
            &transaction,
            CHANGE_TRUST,
            &[
                &change.to,
                &change.state_to.as_str(),
                &change.tenant_id.to_string(),
                &ext_id,
                &change.from,
                &change.state_from.as_str(),
            ],
        )
        .await?;
        if changed == 0 {
            return Ok(false);
        }
        execute(
            &transaction,
            INSERT_TRUST_RECORD,
            &[
                &ext_id,
                &change.at.unix_ms(),
                &change.from,
                &change.to,
                &change.cause,
                &change.state_to.as_str(),
            ],
        )
        .await?;
        for event in &change.events {
            execute(
                &transaction,
                "INSERT INTO events (id, tenant_id, name, payload, created_at) \
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    &event.id.to_string(),
                    &event.tenant_id.to_string(),
                    &event.name.as_ref(),
                    &event.payload,
                    &event.created_at.unix_ms(),
                ],
            )
            .await?;
        }
        write::commit(transaction).await?;
        Ok(true)
    }

    /// Makes the weeks of the outbox in which events of the change may be written.
    async fn make_weeks(&self, change: &TrustChange) -> Result<(), Fault> {
        let events = change.events.iter();
        let weeks: BTreeSet<Week> = events
            .map(|event| Week::of_ulid(Table::Events, event.id.to_bytes()))
            .collect();
        let client = self.pool.get().await?;
        Ok(partitions::make(&client, weeks.into_iter()).await?)
    }
}
