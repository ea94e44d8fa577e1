//! Decides how walks over stored credentials and changes of trust are kept in SQLite; the one writer gives a walk to one caller.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::ports::{
    AuditRow, CredentialEvidence, Page, PageRequest, Reevaluation, StoreError, TrustChange,
    WebauthnCredential, WebauthnTrustStore,
};
use touchstone_core::{ReevaluationId, TenantId, Timestamp};

use super::SqliteStore;
use super::audit::record;
use super::fault::Fault;
use super::read::{execute, first, list};
use super::verdicts::append_event;
use crate::rows::{
    CHANGE_TRUST, INSERT_REEVALUATION, INSERT_TRUST_RECORD, NOTE_REEVALUATION, count_number,
    credential_to_judge, credentials_to_judge, cut, models_json, reevaluation,
    reevaluation_columns, reevaluations,
};

const LEASE: &str = concat!(
    "UPDATE webauthn_reevaluations SET leased_until = $1 WHERE id = ( \
     SELECT id FROM webauthn_reevaluations WHERE finished_at IS NULL \
     AND (leased_until IS NULL OR leased_until <= $2) ORDER BY id LIMIT 1) RETURNING ",
    reevaluation_columns!()
);

const IS_OF_MODELS: &str = "(aaguid IN (SELECT unhex(value) FROM json_each($1)) \
    OR certificate_key_id IN (SELECT unhex(value) FROM json_each($1)))";

#[async_trait]
impl WebauthnTrustStore for SqliteStore {
    async fn start_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        trace: Option<&AuditRow>,
    ) -> Result<(), StoreError> {
        let (walk, trace) = (reevaluation.clone(), trace.cloned());
        self.writer
            .run(move |connection| start(connection, &walk, trace.as_ref()))
            .await
    }

    async fn lease_reevaluation(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
    ) -> Result<Option<Reevaluation>, StoreError> {
        let params = [leased_until.unix_ms(), now.unix_ms()];
        self.writer
            .run(move |connection| first(connection, LEASE, params, reevaluation))
            .await
    }

    async fn note_reevaluation(&self, reevaluation: &Reevaluation) -> Result<(), StoreError> {
        let walk = reevaluation.clone();
        self.writer
            .run(move |connection| {
                let params = params![
                    walk.after.map(|id| id.to_string()),
                    count_number(walk.judged),
                    count_number(walk.changed),
                    walk.finished_at.map(|at| at.unix_ms()),
                    walk.id.to_string(),
                ];
                execute(connection, NOTE_REEVALUATION, params)?;
                Ok(())
            })
            .await
    }

    async fn reevaluations(
        &self,
        tenant_id: Option<TenantId>,
        page: PageRequest<ReevaluationId>,
    ) -> Result<Page<Reevaluation, ReevaluationId>, StoreError> {
        let query = reevaluations(tenant_id, &page);
        let rows = self
            .readers
            .run(move |connection| list(connection, &query, reevaluation))
            .await?;
        Ok(cut(rows, page.limit, |row| row.id))
    }

    async fn credentials_to_judge(
        &self,
        reevaluation: &Reevaluation,
        limit: u32,
    ) -> Result<Vec<(WebauthnCredential, CredentialEvidence)>, StoreError> {
        let query = credentials_to_judge(reevaluation, IS_OF_MODELS, limit);
        self.readers
            .run(move |connection| list(connection, &query, credential_to_judge))
            .await
    }

    async fn settle_trust(&self, change: TrustChange) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| settle(connection, &change))
            .await
    }
}

fn start(
    connection: &Connection,
    walk: &Reevaluation,
    trace: Option<&AuditRow>,
) -> Result<(), Fault> {
    execute(
        connection,
        INSERT_REEVALUATION,
        params![
            walk.id.to_string(),
            walk.tenant_id.map(|id| id.to_string()),
            walk.cause,
            models_json(walk.only.as_ref())?,
            walk.created_at.unix_ms(),
            walk.finished_at.map(|at| at.unix_ms()),
            walk.after.map(|id| id.to_string()),
            count_number(walk.judged),
            count_number(walk.changed),
        ],
    )?;
    match trace {
        Some(trace) => record(connection, trace),
        None => Ok(()),
    }
}

fn settle(connection: &Connection, change: &TrustChange) -> Result<bool, Fault> {
    let ext_id = change.ext_id.to_string();
    let changed = execute(
        connection,
        CHANGE_TRUST,
        params![
            change.to,
            change.state_to.as_str(),
            change.tenant_id.to_string(),
            ext_id,
            change.from,
            change.state_from.as_str(),
        ],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    execute(
        connection,
        INSERT_TRUST_RECORD,
        params![
            ext_id,
            change.at.unix_ms(),
            change.from,
            change.to,
            change.cause,
            change.state_to.as_str(),
        ],
    )?;
    for event in &change.events {
        append_event(connection, event)?;
    }
    Ok(true)
}
