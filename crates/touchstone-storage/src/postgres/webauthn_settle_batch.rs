//! Decides the transaction of a batch of settlements of the family `webauthn`: sessions, then credentials, then verdicts and events, then
//! the commit (spec webauthn.md 3.3). Each step is one statement for all. First all steps are sent at once, as if nothing were in the
//! way; when something is, that is undone and each step waits for the one before.

use std::collections::BTreeSet;

use async_trait::async_trait;
use tokio_postgres::{Client, Error};
use touchstone_core::ports::{
    CredentialChange, SettledWebauthn, StoreError, WebauthnConflict, WebauthnSettlement,
};
use touchstone_core::{CredentialExtId, TenantId};

use super::batch_client::BatchClient;
use super::batch_writer::Batch;
use super::fault::Fault;
use super::partitions::Week;
use super::settle_log::{self, Log, LogRow};
use super::webauthn_settle_register::Registrations;
use super::webauthn_settle_sessions::Sessions;
use super::webauthn_settle_use::Uses;
use crate::Options;
use crate::rows::{ending_for, settled};

/// One settlement while its batch is under way.
pub(super) struct Entry<'b> {
    pub(super) settlement: &'b WebauthnSettlement,
    /// What was in the way of the credential.
    pub(super) conflict: Option<WebauthnConflict>,
    /// Whether the session had ended or was gone: nothing of this settlement is written.
    pub(super) is_used: bool,
}

impl Entry<'_> {
    /// Whether nothing is in the way so far.
    pub(super) fn is_clear(&self) -> bool {
        !self.is_used && self.conflict.is_none()
    }

    /// The credential that is changed, when one is.
    pub(super) fn credential(&self) -> Option<CredentialExtId> {
        self.settlement.change.as_ref().map(|change| match change {
            CredentialChange::Register(new) => new.credential.ext_id,
            CredentialChange::Use(used) => used.ext_id,
        })
    }
}

/// What became of a settlement.
pub(super) enum Outcome {
    SessionUsed,
    Written(Option<WebauthnConflict>),
}

/// What can be in a batch only once.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Single {
    Session([u8; 32]),
    User(TenantId, String),
    Credential(CredentialExtId),
}

/// The connection that settles, with its statements prepared.
pub(super) struct Session {
    connection: BatchClient,
    sessions: Sessions,
    registrations: Registrations,
    uses: Uses,
    log: Log,
}

#[async_trait]
impl Batch for Session {
    type Item = WebauthnSettlement;
    type Single = Single;
    type Outcome = Outcome;
    type Answer = SettledWebauthn;

    async fn prepare(client: Client, options: &Options) -> Result<Self, Error> {
        Ok(Self {
            sessions: Sessions::prepare(&client).await?,
            registrations: Registrations::prepare(&client).await?,
            uses: Uses::prepare(&client).await?,
            log: Log::prepare(&client).await?,
            connection: BatchClient::new(client, options),
        })
    }

    fn is_closed(&self) -> bool {
        self.connection.is_closed()
    }

    fn is_usable(&self) -> bool {
        self.connection.is_usable()
    }

    async fn write(&mut self, items: &[&WebauthnSettlement]) -> Result<Vec<Outcome>, Fault> {
        let mut entries: Vec<Entry<'_>> = items
            .iter()
            .map(|settlement| Entry {
                settlement,
                conflict: None,
                is_used: false,
            })
            .collect();
        let settled = self.settle(&mut entries);
        let written = self.connection.within(settled).await;
        self.connection.end(written, weeks(&entries)).await?;
        let outcomes = entries.iter().map(|entry| match entry.is_used {
            true => Outcome::SessionUsed,
            false => Outcome::Written(entry.conflict),
        });
        Ok(outcomes.collect())
    }

    fn singles(item: &WebauthnSettlement) -> Vec<Single> {
        let change = item.change.as_ref().map(|change| match change {
            CredentialChange::Register(new) => {
                let user_ext_id = new.credential.user_ext_id.clone();
                Single::User(new.credential.tenant_id, user_ext_id)
            }
            CredentialChange::Use(used) => Single::Credential(used.ext_id),
        });
        [Single::Session(item.session)]
            .into_iter()
            .chain(change)
            .collect()
    }

    fn answer(item: WebauthnSettlement, outcome: Outcome) -> Result<SettledWebauthn, StoreError> {
        Ok(match outcome {
            Outcome::SessionUsed => SettledWebauthn::SessionUsed,
            Outcome::Written(conflict) => {
                let settled = settled(item.head.id, item.ending, item.conflicts, conflict);
                SettledWebauthn::Written(settled)
            }
        })
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
        let ((), ended, registered, used, ()) = tokio::try_join!(
            biased;
            async { Ok(client.batch_execute("BEGIN").await?) },
            self.sessions.end(client, entries),
            self.registrations.write(client, entries),
            self.uses.advance(client, entries),
            settle_log::append(client, &self.log, &rows),
        )?;
        Ok(entries.iter().all(|entry| {
            let is_changed = entry.credential().is_none_or(|ext_id| {
                let ext_id = ext_id.to_string();
                registered.contains(&ext_id) || used.contains(&ext_id)
            });
            is_changed && ended.contains(entry.settlement.session.as_slice())
        }))
    }

    /// Waits for each step before the next, which only those take that nothing hinders.
    async fn write_step_by_step(&self, entries: &mut [Entry<'_>]) -> Result<(), Fault> {
        let client = self.connection.get();
        client.batch_execute("BEGIN").await?;
        self.sessions.lock(client, entries).await?;
        self.registrations.register(client, entries).await?;
        self.uses.note(client, entries).await?;
        self.sessions.end(client, entries).await?;
        settle_log::append(client, &self.log, &log_rows(entries)?).await
    }
}

/// What is logged of those whose session was open. A conflict without an ending: nothing of that settlement may stay. Alone in its batch
/// it is refused whole.
fn log_rows<'b>(entries: &[Entry<'b>]) -> Result<Vec<LogRow<'b>>, StoreError> {
    entries
        .iter()
        .filter(|entry| !entry.is_used)
        .map(|entry| {
            let settlement = entry.settlement;
            let ending = ending_for(&settlement.ending, &settlement.conflicts, entry.conflict)?;
            Ok((&settlement.head, ending))
        })
        .collect()
}

/// The weeks in which rows may be written.
fn weeks(entries: &[Entry<'_>]) -> BTreeSet<Week> {
    let settlements = entries.iter().map(|entry| entry.settlement);
    settlements
        .flat_map(|s| settle_log::weeks(&s.head, &s.ending, &s.conflicts))
        .collect()
}
