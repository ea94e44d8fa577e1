//! Decides whether this server can do its work: the store answers with the right schema, and sealed secrets open
//! (`spec/purchases.md` 2.7). Each check has two seconds.

use std::time::Duration;

use tokio::time::timeout;

use crate::Touchstone;
use crate::ports::HealthError;
use crate::sealed::{EncryptionError, judge};

const LIMIT: Duration = Duration::from_secs(2);

/// The two checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The store.
    pub db: Result<(), HealthError>,
    /// Sealed secrets. As long as the store does not answer, what was found at the start holds.
    pub encryption: Result<(), EncryptionError>,
}

impl Readiness {
    /// Whether both hold.
    pub fn is_ready(&self) -> bool {
        self.db.is_ok() && self.encryption.is_ok()
    }
}

/// Makes both checks.
pub async fn readiness(touchstone: &Touchstone) -> Readiness {
    let store = &touchstone.world.store;
    let db = timeout(LIMIT, store.health())
        .await
        .unwrap_or(Err(HealthError::Timeout));
    let stored = timeout(LIMIT, store.master_key_check()).await;
    let encryption = match stored {
        Ok(Ok(stored)) => judge(stored.as_deref(), &touchstone.sealer),
        // The server would not have started with a wrong key; only the store is away.
        Ok(Err(_)) | Err(_) => Ok(()),
    };
    Readiness { db, encryption }
}
