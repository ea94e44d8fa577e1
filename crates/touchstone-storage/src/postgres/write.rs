//! Decides how an administrator's change is committed: with its trace and the news to every node, or not at all.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{AuditRow, Notice, Written};

use super::PostgresStore;
use super::audit::record;
use super::fault::{Fault, is_worth_repeating};
use super::listen::{CHANNEL, notice_text};
use super::read::execute;

/// Commits; from here on an error leaves the outcome unknown.
pub(super) async fn commit(transaction: Transaction<'_>) -> Result<(), Fault> {
    transaction.commit().await.map_err(Fault::Commit)
}

/// How often a transaction is run again after it met another one.
const REPEATS_MAX: u32 = 10;

/// Runs the transaction again while it meets others that it can only wait out. Nothing of an attempt that failed is there.
pub(super) async fn repeat<T, W>(mut transaction: impl FnMut() -> W) -> Result<T, Fault>
where
    W: Future<Output = Result<T, Fault>>,
{
    let mut repeats = 0;
    loop {
        match transaction().await {
            Err(Fault::Engine(error)) if is_worth_repeating(&error) && repeats < REPEATS_MAX => {
                repeats += 1;
            }
            other => return other,
        }
    }
}

impl PostgresStore {
    /// Ends a change that was made: trace, news, commit.
    pub(super) async fn commit_change<T>(
        &self,
        transaction: Transaction<'_>,
        audit: &AuditRow,
        notice: Notice,
        value: T,
    ) -> Result<Written<T>, Fault> {
        record(&transaction, audit).await?;
        self.commit_news(transaction, notice).await?;
        Ok(Written::Done(value))
    }

    /// Commits, with the news to every node.
    pub(super) async fn commit_news(
        &self,
        transaction: Transaction<'_>,
        notice: Notice,
    ) -> Result<(), Fault> {
        execute(
            &transaction,
            "SELECT pg_notify($1, $2)",
            &[&CHANNEL, &notice_text(notice)],
        )
        .await?;
        commit(transaction).await?;
        // This node need not wait for its own news to come back.
        let _ = self.notices.send(notice);
        Ok(())
    }
}
