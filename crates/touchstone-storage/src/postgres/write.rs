//! Decides how an administrator's change is committed: with its trace and the news to every node, or not at all.

use deadpool_postgres::Transaction;
use touchstone_core::ports::{AuditRow, Notice, Written};

use super::PostgresStore;
use super::audit::record;
use super::fault::Fault;
use super::listen::{CHANNEL, notice_text};
use super::read::execute;

/// Commits; from here on an error leaves the outcome unknown.
pub(super) async fn commit(transaction: Transaction<'_>) -> Result<(), Fault> {
    transaction.commit().await.map_err(Fault::Commit)
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
