//! Decides the transaction of a batch of settlements: claims, then keys, then verdicts and events, then the commit
//! (spec mobile.md 3.3). Each step is one statement for all, in the order of its keys. First all steps are sent at once, as if
//! nothing were in the way; when something is, that is undone and each step waits for the one before.

use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::time::Duration;

use tokio_postgres::{Client, Error};
use touchstone_core::ports::{MobileConflict, MobileSettlement, StoreError};

use super::fault::Fault;
use super::partitions::{self, Table, Week};
use super::settle_claims::Claims;
use super::settle_keys::Keys;
use super::settle_log::Log;
use super::{locks, settle_claims, settle_keys, settle_log};
use crate::Options;
use crate::rows::ending_for;

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
    client: Client,
    claims: Claims,
    keys: Keys,
    log: Log,
    begin_sql: String,
    weeks: BTreeSet<Week>,
    patience: Duration,
    is_stuck: bool,
}

impl Session {
    pub(super) async fn prepare(client: Client, options: &Options) -> Result<Self, Error> {
        Ok(Self {
            claims: Claims::prepare(&client).await?,
            keys: Keys::prepare(&client).await?,
            log: Log::prepare(&client).await?,
            begin_sql: format!(
                "BEGIN; SELECT pg_advisory_xact_lock_shared({})",
                locks::PRUNE
            ),
            weeks: BTreeSet::new(),
            // The server gives up first, and says so.
            patience: options.timeout.saturating_mul(2),
            is_stuck: false,
            client,
        })
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(super) fn is_usable(&self) -> bool {
        !self.is_stuck && !self.client.is_closed()
    }

    /// Settles all in one transaction. An error before the commit leaves no trace of any of them.
    pub(super) async fn settle(
        &mut self,
        settlements: &[&MobileSettlement],
    ) -> Result<Vec<Outcome>, Fault> {
        let mut entries: Vec<Entry<'_>> = settlements
            .iter()
            .map(|settlement| Entry {
                settlement,
                tenant_id: settlement.head.tenant_id.to_string(),
                verdict_id: settlement.head.id.to_string(),
                outcome: Ok(None),
            })
            .collect();
        let written = self.within(self.write(&mut entries)).await;
        if let Err(fault) = written.unwrap_or_else(|| Err(no_answer())) {
            // A week may have been dropped behind our back.
            self.weeks.clear();
            self.abandon().await;
            return Err(fault);
        }
        self.weeks.extend(weeks(&entries));
        match self.within(self.client.batch_execute("COMMIT")).await {
            Some(Ok(())) => Ok(entries.into_iter().map(|entry| entry.outcome).collect()),
            Some(Err(error)) => {
                self.is_stuck = true;
                Err(Fault::Commit(error))
            }
            None => {
                self.is_stuck = true;
                let why = "no answer to the commit in time".into();
                Err(Fault::Store(StoreError::OutcomeUnknown(why)))
            }
        }
    }

    async fn within<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(self.patience, work).await.ok()
    }

    /// Ends the transaction without a trace; without an answer the connection is given up, which ends it as well.
    async fn abandon(&mut self) {
        let rolled_back = self.within(self.client.batch_execute("ROLLBACK")).await;
        self.is_stuck = !matches!(rolled_back, Some(Ok(())));
    }

    async fn write(&self, entries: &mut [Entry<'_>]) -> Result<(), Fault> {
        let weeks = weeks(entries);
        let mut new_weeks = weeks.difference(&self.weeks).peekable();
        if new_weeks.peek().is_some() {
            partitions::make(&self.client, new_weeks.copied()).await?;
        }
        if self.write_unhindered(entries).await? {
            return Ok(());
        }
        self.client.batch_execute("ROLLBACK").await?;
        self.write_step_by_step(entries).await
    }

    /// Sends every step at once, as if nothing were in the way; false when something is, and the transaction must be undone.
    async fn write_unhindered(&self, entries: &[Entry<'_>]) -> Result<bool, Fault> {
        let (marks, claimed, changed, ()) = tokio::try_join!(
            biased;
            self.begin(entries),
            async { Ok(settle_claims::insert(&self.client, &self.claims, entries).await?) },
            async { Ok(settle_keys::write(&self.client, &self.keys, entries).await?) },
            settle_log::append(&self.client, &self.log, entries),
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
        settle_claims::use_up(&self.client, &self.claims, entries, &marks).await?;
        settle_keys::change(&self.client, &self.keys, entries).await?;
        require_endings(entries)?;
        settle_log::append(&self.client, &self.log, entries).await
    }

    async fn begin(&self, entries: &[Entry<'_>]) -> Result<Marks, Fault> {
        let mut tenants: Vec<&str> = entries.iter().map(|e| e.tenant_id.as_str()).collect();
        tenants.sort_unstable();
        tenants.dedup();
        let ((), marks) = tokio::try_join!(
            biased;
            self.client.batch_execute(&self.begin_sql),
            settle_claims::prune_marks(&self.client, &self.claims, &tenants),
        )?;
        Ok(marks)
    }
}

/// The prune mark of each tenant that exists.
pub(super) type Marks = HashMap<String, Option<i64>>;

fn no_answer() -> Fault {
    Fault::Store(StoreError::Unavailable("no answer in time".into()))
}

/// A conflict without an ending: nothing of that settlement may stay. Alone in its batch it is refused whole.
fn require_endings(entries: &[Entry<'_>]) -> Result<(), Fault> {
    for entry in entries {
        if let Ok(conflict) = entry.outcome {
            ending_for(entry.settlement, conflict)?;
        }
    }
    Ok(())
}

/// The weeks in which rows may be written.
fn weeks(entries: &[Entry<'_>]) -> BTreeSet<Week> {
    let mut weeks = BTreeSet::new();
    for entry in entries {
        let settlement = entry.settlement;
        weeks.insert(Week::of_ulid(
            Table::Verdicts,
            settlement.head.id.to_bytes(),
        ));
        let supplied = settlement.conflicts.iter().map(|(_, ending)| ending);
        for ending in supplied.chain([&settlement.ending]) {
            let events = ending.events.iter();
            weeks.extend(events.map(|event| Week::of_ulid(Table::Events, event.id.to_bytes())));
        }
    }
    weeks
}
