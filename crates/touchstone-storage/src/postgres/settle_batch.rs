//! Decides the transaction of a batch of settlements: claims, then keys, then verdicts and events, then the commit
//! (spec mobile.md 3.3). Each step is one statement for all, in the order of its keys. First all steps are sent at once, as if
//! nothing were in the way; when something is, that is undone and each step waits for the one before.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use tokio_postgres::{Client, Error};
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Claim, DeviceKeyId, DevicePlatform, KeyChange, MobileConflict, MobileSettlement, Settled,
    StoreError,
};

use super::batch_client::BatchClient;
use super::batch_writer::Batch;
use super::fault::Fault;
use super::partitions::Week;
use super::settle_claims::Claims;
use super::settle_keys::Keys;
use super::settle_log::{Log, LogRow};
use super::{locks, settle_claims, settle_keys, settle_log};
use crate::Options;
use crate::rows::{ending_for, settled};

/// What became of one settlement of a batch that was committed.
pub(super) type Outcome = Result<Option<MobileConflict>, StoreError>;

/// One settlement while its batch is under way.
pub(super) struct Entry<'b> {
    pub(super) settlement: &'b MobileSettlement,
    pub(super) tenant_id: String,
    pub(super) verdict_id: String,
    pub(super) outcome: Outcome,
}

impl Entry<'_> {
    /// Whether nothing is in the way so far.
    pub(super) fn is_clear(&self) -> bool {
        matches!(self.outcome, Ok(None))
    }
}

/// The connection that settles, with its statements prepared.
pub(super) struct Session {
    connection: BatchClient,
    claims: Claims,
    keys: Keys,
    log: Log,
    begin_sql: String,
}

/// What can be in a batch only once.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Single {
    Session(TenantId, [u8; 16]),
    Nonce(TenantId, [u8; 32]),
    DeviceKey(TenantId, DeviceKeyId),
}

#[async_trait]
impl Batch for Session {
    type Item = MobileSettlement;
    type Single = Single;
    type Outcome = Outcome;
    type Answer = Settled;

    async fn prepare(client: Client, options: &Options) -> Result<Self, Error> {
        Ok(Self {
            claims: Claims::prepare(&client).await?,
            keys: Keys::prepare(&client).await?,
            log: Log::prepare(&client).await?,
            begin_sql: format!(
                "BEGIN; SELECT pg_advisory_xact_lock_shared({})",
                locks::PRUNE
            ),
            connection: BatchClient::new(client, options),
        })
    }

    fn is_closed(&self) -> bool {
        self.connection.is_closed()
    }

    fn is_usable(&self) -> bool {
        self.connection.is_usable()
    }

    async fn write(&mut self, items: &[&MobileSettlement]) -> Result<Vec<Outcome>, Fault> {
        let mut entries: Vec<Entry<'_>> = items
            .iter()
            .map(|settlement| Entry {
                settlement,
                tenant_id: settlement.head.tenant_id.to_string(),
                verdict_id: settlement.head.id.to_string(),
                outcome: Ok(None),
            })
            .collect();
        let settled = self.settle(&mut entries);
        let written = self.connection.within(settled).await;
        self.connection.end(written, weeks(&entries)).await?;
        Ok(entries.into_iter().map(|entry| entry.outcome).collect())
    }

    fn singles(item: &MobileSettlement) -> Vec<Single> {
        let tenant_id = item.head.tenant_id;
        let claim = item.claim.map(|claim| match claim {
            Claim::Session { reference, .. } => Single::Session(tenant_id, reference),
            Claim::Nonce { sha256, .. } => Single::Nonce(tenant_id, sha256),
        });
        let key = item.key_change.as_ref().map(|change| {
            let (platform, key_id) = match change {
                KeyChange::RegisterApple(key) => (DevicePlatform::Apple, key.key_id),
                KeyChange::AdvanceApple { key_id, .. } => (DevicePlatform::Apple, *key_id),
                KeyChange::RegisterAndroid(key) => (DevicePlatform::AndroidKey, key.key_id),
                KeyChange::TouchAndroid { key_id } => (DevicePlatform::AndroidKey, *key_id),
            };
            Single::DeviceKey(tenant_id, DeviceKeyId { platform, key_id })
        });
        claim.into_iter().chain(key).collect()
    }

    fn answer(item: MobileSettlement, outcome: Outcome) -> Result<Settled, StoreError> {
        let conflict = outcome?;
        Ok(settled(item.head.id, item.ending, item.conflicts, conflict))
    }
}

impl Session {
    async fn settle(&self, entries: &mut [Entry<'_>]) -> Result<(), Fault> {
        self.connection.make_weeks(&weeks(entries)).await?;
        if self.write_unhindered(entries).await? {
            return Ok(());
        }
        self.connection.undo().await?;
        self.write_step_by_step(entries).await
    }

    /// Sends every step at once, as if nothing were in the way; false when something is, and the transaction must be undone.
    async fn write_unhindered(&self, entries: &[Entry<'_>]) -> Result<bool, Fault> {
        let client = self.connection.get();
        let rows = log_rows(entries)?;
        let (marks, claimed, changed, ()) = tokio::try_join!(
            biased;
            self.begin(entries),
            async { Ok(settle_claims::insert(client, &self.claims, entries).await?) },
            async { Ok(settle_keys::write(client, &self.keys, entries).await?) },
            settle_log::append(client, &self.log, &rows),
        )?;
        Ok(entries.iter().all(|entry| {
            let settlement = entry.settlement;
            marks.contains_key(&entry.tenant_id)
                && (settlement.claim.is_none() || claimed.contains(&entry.verdict_id))
                && (settlement.key_change.is_none() || changed.contains(&entry.verdict_id))
        }))
    }

    /// Waits for each step before the next, which only those take that nothing hinders.
    async fn write_step_by_step(&self, entries: &mut [Entry<'_>]) -> Result<(), Fault> {
        let marks = self.begin(entries).await?;
        for entry in entries.iter_mut() {
            if !marks.contains_key(&entry.tenant_id) {
                let why = "the tenant is not known".into();
                entry.outcome = Err(StoreError::Failed(why));
            }
        }
        let client = self.connection.get();
        settle_claims::use_up(client, &self.claims, entries, &marks).await?;
        settle_keys::change(client, &self.keys, entries).await?;
        settle_log::append(client, &self.log, &log_rows(entries)?).await
    }

    async fn begin(&self, entries: &[Entry<'_>]) -> Result<Marks, Fault> {
        let mut tenants: Vec<&str> = entries.iter().map(|e| e.tenant_id.as_str()).collect();
        tenants.sort_unstable();
        tenants.dedup();
        let client = self.connection.get();
        let ((), marks) = tokio::try_join!(
            biased;
            client.batch_execute(&self.begin_sql),
            settle_claims::prune_marks(client, &self.claims, &tenants),
        )?;
        Ok(marks)
    }
}

/// The prune mark of each tenant that exists.
pub(super) type Marks = HashMap<String, Option<i64>>;

/// What is logged of those that were not refused. A conflict without an ending: nothing of that settlement may stay. Alone in its batch
/// it is refused whole.
fn log_rows<'b>(entries: &[Entry<'b>]) -> Result<Vec<LogRow<'b>>, StoreError> {
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Ok(conflict) = entry.outcome {
            let settlement = entry.settlement;
            let ending = ending_for(&settlement.ending, &settlement.conflicts, conflict)?;
            rows.push((&settlement.head, ending));
        }
    }
    Ok(rows)
}

/// The weeks in which rows may be written.
fn weeks(entries: &[Entry<'_>]) -> BTreeSet<Week> {
    let settlements = entries.iter().map(|entry| entry.settlement);
    settlements
        .flat_map(|s| settle_log::weeks(&s.head, &s.ending, &s.conflicts))
        .collect()
}
