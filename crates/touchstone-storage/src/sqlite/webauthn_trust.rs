//! Decides how walks over stored credentials and changes of trust are kept in SQLite; the one writer gives a walk to one caller.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::ports::{
    AuditRow, FINISHED_REEVALUATIONS_KEPT, Page, PageRequest, Reevaluation, StoreError, ToJudge,
    TrustChange, WebauthnTrustStore,
};
use touchstone_core::{ReevaluationId, TenantId, Timestamp};

use super::SqliteStore;
use super::audit::record;
use super::fault::Fault;
use super::read::{all, execute, first, list};
use super::verdicts::append_event;
use crate::rows::{
    CHANGE_TRUST, INSERT_REEVALUATION, INSERT_TRUST_RECORD, NEWEST_REEVALUATIONS,
    NOTE_REEVALUATION, PRUNE_REEVALUATIONS, WIDEN_REEVALUATION, count_number, credential_to_judge,
    credentials_to_judge, cut, free_reevaluations, models_json, reevaluation, reevaluation_columns,
    reevaluations, waiting_reevaluation, widened,
};

const LEASE: &str = concat!(
    "UPDATE webauthn_reevaluations SET leased_until = $1 WHERE id = (SELECT id ",
    free_reevaluations!(),
    ") RETURNING ",
    reevaluation_columns!()
);

const WAITING: &str = waiting_reevaluation!();

const IS_OF_MODELS: &str = "(aaguid IN (SELECT unhex(value) FROM json_each($1)) \
    OR certificate_key_id IN (SELECT unhex(value) FROM json_each($1)))";

#[async_trait]
impl WebauthnTrustStore for SqliteStore {
    async fn start_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        trace: Option<&AuditRow>,
    ) -> Result<Reevaluation, StoreError> {
        let (walk, trace) = (reevaluation.clone(), trace.cloned());
        self.writer
            .run(move |connection| {
                let asked = ask(connection, &walk)?;
                if let Some(trace) = trace {
                    let object = asked.id.to_string();
                    record(connection, &AuditRow { object, ..trace })?;
                }
                Ok(asked)
            })
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

    async fn note_reevaluation(
        &self,
        reevaluation: &Reevaluation,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let walk = reevaluation.clone();
        self.writer
            .run(move |connection| note(connection, &walk, now))
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

    async fn newest_reevaluations(
        &self,
        cause: &str,
        limit: u32,
    ) -> Result<Vec<Reevaluation>, StoreError> {
        let cause = cause.to_owned();
        self.readers
            .run(move |connection| {
                let params = params![cause, limit];
                all(connection, NEWEST_REEVALUATIONS, params, reevaluation)
            })
            .await
    }

    async fn credentials_to_judge(
        &self,
        reevaluation: &Reevaluation,
        limit: u32,
    ) -> Result<Vec<ToJudge>, StoreError> {
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

/// Asks for a walk: what is answered is the one that there is then.
pub(super) fn ask(connection: &Connection, walk: &Reevaluation) -> Result<Reevaluation, Fault> {
    let whose = params![walk.tenant_id.map(|id| id.to_string()), walk.cause];
    let waiting = first(connection, WAITING, whose, reevaluation)?;
    let Some(waiting) = waiting else {
        insert(connection, walk)?;
        return Ok(walk.clone());
    };
    let asked = widened(waiting, walk.only.clone());
    let only = models_json(asked.only.as_ref())?;
    let params = params![only, asked.id.to_string()];
    execute(connection, WIDEN_REEVALUATION, params)?;
    Ok(asked)
}

/// Writes a walk down beside those that wait.
pub(super) fn insert(connection: &Connection, walk: &Reevaluation) -> Result<(), Fault> {
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
    Ok(())
}

fn note(connection: &Connection, walk: &Reevaluation, now: Timestamp) -> Result<(), Fault> {
    let params = params![
        walk.after.map(|id| id.to_string()),
        count_number(walk.judged),
        count_number(walk.changed),
        walk.finished_at.map(|at| at.unix_ms()),
        now.unix_ms(),
        walk.id.to_string(),
    ];
    execute(connection, NOTE_REEVALUATION, params)?;
    if walk.finished_at.is_some() {
        let tenant = walk.tenant_id.map(|id| id.to_string());
        let kept = params![tenant, walk.cause, FINISHED_REEVALUATIONS_KEPT];
        execute(connection, PRUNE_REEVALUATIONS, kept)?;
    }
    Ok(())
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
