//! Decides whether the file answers, and passes on this node's news: there is no other node.

use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::broadcast;
use touchstone_core::ports::{HealthError, HealthStore, Notice};

use super::SqliteStore;
use super::open::{MIGRATIONS, stored_version};
use crate::migration::known_version;

/// How long an answer is waited for.
const TIMEOUT: Duration = Duration::from_secs(2);

#[async_trait]
impl HealthStore for SqliteStore {
    async fn health(&self) -> Result<(), HealthError> {
        if !self.writer.is_alive() {
            return Err(HealthError::Failed);
        }
        let reading = self
            .readers
            .run(|connection| Ok(stored_version(connection)?));
        match tokio::time::timeout(TIMEOUT, reading).await {
            Ok(Ok(version)) if version == known_version(MIGRATIONS) => Ok(()),
            Ok(Ok(_)) => Err(HealthError::NotMigrated),
            Ok(Err(_)) => Err(HealthError::Failed),
            Err(_) => Err(HealthError::Timeout),
        }
    }

    fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }
}
