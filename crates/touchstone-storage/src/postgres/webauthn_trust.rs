//! Decides how walks over stored credentials and changes of trust are kept in PostgreSQL: a walk that another node is leasing is
//! passed over.

use std::collections::BTreeSet;

use async_trait::async_trait;
use touchstone_core::ports::{
    AuditRow, CredentialEvidence, Page, PageRequest, Reevaluation, StoreError, TrustChange,
    WebauthnCredential, WebauthnTrustStore,
};
use touchstone_core::{ReevaluationId, TenantId, Timestamp};

use super::audit::record;
use super::fault::{Fault, is_worth_repeating};
use super::partitions::{self, Table, Week};
use super::read::{execute, first};
use super::{PostgresStore, write};
use crate::rows::{
    CHANGE_TRUST, INSERT_REEVALUATION, INSERT_TRUST_RECORD, NOTE_REEVALUATION, count_number,
    credential_to_judge, credentials_to_judge, cut, models_json, reevaluation,
    reevaluation_columns, reevaluations,
};

const LEASE: &str = concat!(
    "WITH free AS (SELECT id AS free_id FROM webauthn_reevaluations \
     WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until <= $2) \
     ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) \
     UPDATE webauthn_reevaluations SET leased_until = $1 FROM free WHERE id = free_id RETURNING ",
    reevaluation_columns!()
);

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
    ) -> Result<(), StoreError> {
        Ok(self.start_walk(reevaluation, trace).await?)
    }

    async fn lease_reevaluation(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
    ) -> Result<Option<Reevaluation>, StoreError> {
        Ok(self.lease_walk(now, leased_until).await?)
    }

    async fn note_reevaluation(&self, reevaluation: &Reevaluation) -> Result<(), StoreError> {
        self.execute(
            NOTE_REEVALUATION,
            &[
                &reevaluation.after.map(|id| id.to_string()),
                &count_number(reevaluation.judged),
                &count_number(reevaluation.changed),
                &reevaluation.finished_at.map(|at| at.unix_ms()),
                &reevaluation.id.to_string(),
            ],
        )
        .await?;
        Ok(())
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

    async fn credentials_to_judge(
        &self,
        reevaluation: &Reevaluation,
        limit: u32,
    ) -> Result<Vec<(WebauthnCredential, CredentialEvidence)>, StoreError> {
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

impl PostgresStore {
    async fn start_walk(&self, walk: &Reevaluation, trace: Option<&AuditRow>) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        execute(
            &transaction,
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
        if let Some(trace) = trace {
            record(&transaction, trace).await?;
        }
        write::commit(transaction).await
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
