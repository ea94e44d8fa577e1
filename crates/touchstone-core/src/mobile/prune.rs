//! Decides when traces of sessions may go: uses a day after the session ended, nonces when their window closed, session master keys when no
//! session of theirs can live (spec mobile.md 3.1, 3.3).

use super::service::Mobile;
use super::session::LIVE_AFTER_SUCCESSOR_MS;
use crate::Call;
use crate::housekeeping::ROWS_MAX;
use crate::ports::{Pruned, StoreError};

/// How long a use is remembered after its session ended, in milliseconds.
const KEEP_USES_MS: i64 = 24 * 3_600 * 1_000;

impl Mobile {
    /// Removes at most `ROWS_MAX` uses per tenant.
    pub async fn prune(&self, call: &Call) -> Result<Pruned, StoreError> {
        self.drop_dead_session_keys(call).await?;
        let ended_by = call.now.plus_ms(-KEEP_USES_MS);
        self.world
            .store
            .prune_mobile(call.now, ended_by, ROWS_MAX)
            .await
    }

    /// A key is dead when its successor has issued for longer than any session lives.
    async fn drop_dead_session_keys(&self, call: &Call) -> Result<(), StoreError> {
        let stored = self.world.store.session_keys().await?;
        for (key, successor) in stored.iter().zip(stored.iter().skip(1)) {
            if call.now.ms_since(successor.issues_from) > LIVE_AFTER_SUCCESSOR_MS {
                self.world.store.delete_session_key(key.id).await?;
            }
        }
        Ok(())
    }
}
