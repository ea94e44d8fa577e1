//! Decides whether the database answers, and passes on the news of all nodes.

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::broadcast;
use touchstone_core::ports::{HealthError, HealthStore, Notice};

use super::PostgresStore;
use super::fault::Fault;
use super::open::{MIGRATIONS, stored_version};
use crate::migration::known_version;

/// How long an answer is waited for.
const TIMEOUT: Duration = Duration::from_secs(2);

#[async_trait]
impl HealthStore for PostgresStore {
    async fn health(&self) -> Result<(), HealthError> {
        let reading = async {
            let client = self.pool.get().await?;
            Ok::<_, Fault>(stored_version(&client).await?)
        };
        match tokio::time::timeout(TIMEOUT, reading).await {
            Ok(Ok(version)) if version == known_version(MIGRATIONS) => Ok(()),
            Ok(Ok(_)) => Err(HealthError::NotMigrated),
            Ok(Err(fault)) => Err(health_error(&fault)),
            Err(_) => Err(HealthError::Timeout),
        }
    }

    fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }
}

fn health_error(fault: &Fault) -> HealthError {
    let mut cause: Option<&(dyn Error + 'static)> = match fault {
        Fault::Engine(error) | Fault::Commit(error) => Some(error),
        Fault::Pool(deadpool_postgres::PoolError::Timeout(_)) => return HealthError::Timeout,
        Fault::Pool(error) => Some(error),
        Fault::Store(error) => Some(error),
    };
    while let Some(error) = cause {
        match error
            .downcast_ref::<std::io::Error>()
            .map(std::io::Error::kind)
        {
            Some(ErrorKind::ConnectionRefused) => return HealthError::ConnectionRefused,
            Some(ErrorKind::TimedOut) => return HealthError::Timeout,
            _ => cause = error.source(),
        }
    }
    HealthError::Failed
}
