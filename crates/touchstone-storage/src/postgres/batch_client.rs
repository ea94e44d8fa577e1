//! Decides how the transaction of a batch begins and ends: the weeks of the log are there before it, nothing is waited for without
//! end, and what became of the commit is told as far as it is known.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use tokio_postgres::Client;
use touchstone_core::ports::StoreError;

use super::fault::Fault;
use super::partitions::{self, Week};
use crate::Options;

/// A connection that writes batches.
pub(super) struct BatchClient {
    client: Client,
    weeks: BTreeSet<Week>,
    patience: Duration,
    is_stuck: bool,
}

impl BatchClient {
    pub(super) fn new(client: Client, options: &Options) -> Self {
        Self {
            client,
            weeks: BTreeSet::new(),
            // The server gives up first, and says so.
            patience: options.timeout.saturating_mul(2),
            is_stuck: false,
        }
    }

    pub(super) fn get(&self) -> &Client {
        &self.client
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(super) fn is_usable(&self) -> bool {
        !self.is_stuck && !self.client.is_closed()
    }

    /// Makes the weeks that were not there when last looked, in a transaction of its own.
    pub(super) async fn make_weeks(&self, weeks: &BTreeSet<Week>) -> Result<(), Fault> {
        let mut missing = weeks.difference(&self.weeks).peekable();
        if missing.peek().is_some() {
            partitions::make(&self.client, missing.copied()).await?;
        }
        Ok(())
    }

    /// Undoes what was sent, so that another attempt can begin.
    pub(super) async fn undo(&self) -> Result<(), Fault> {
        Ok(self.client.batch_execute("ROLLBACK").await?)
    }

    /// What the work answers; without an answer in time it is `Unavailable`.
    pub(super) async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        match tokio::time::timeout(self.patience, work).await {
            Ok(result) => result,
            Err(_) => Err(Fault::Store(StoreError::Unavailable(
                "no answer in time".into(),
            ))),
        }
    }

    /// Commits what was written in these weeks, or leaves no trace of it.
    pub(super) async fn end(
        &mut self,
        written: Result<(), Fault>,
        weeks: BTreeSet<Week>,
    ) -> Result<(), Fault> {
        if let Err(fault) = written {
            // A week may have been dropped behind our back.
            self.weeks.clear();
            self.abandon().await;
            return Err(fault);
        }
        self.weeks.extend(weeks);
        let commit = self.client.batch_execute("COMMIT");
        match tokio::time::timeout(self.patience, commit).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                self.is_stuck = true;
                Err(Fault::Commit(error))
            }
            Err(_) => {
                self.is_stuck = true;
                let why = "no answer to the commit in time".into();
                Err(Fault::Store(StoreError::OutcomeUnknown(why)))
            }
        }
    }

    /// Ends the transaction without a trace; without an answer the connection is given up, which ends it as well.
    async fn abandon(&mut self) {
        let rolled_back = self.within(self.undo()).await;
        self.is_stuck = rolled_back.is_err();
    }
}
