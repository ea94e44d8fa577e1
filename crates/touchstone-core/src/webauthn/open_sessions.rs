//! Decides how many sessions a relying party has open: counted in the store every few seconds, and on this node in between. The limit keeps
//! a flood from filling the disk; it need not be exact.

use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;
use std::sync::Arc;
use touchstone_evidence::Timestamp;

use super::session::OPEN_SESSIONS_MAX;
use crate::ports::StoreError;
use crate::refresh::age_ms;
use crate::{RpId, World};

/// How long a count is believed, in milliseconds.
const FRESH_MS: u64 = 5_000;

#[derive(Debug)]
struct Count {
    open: AtomicU64,
    read_at: Timestamp,
}

/// Open sessions by relying party.
pub(super) struct OpenSessions {
    counted: Cache<RpId, Arc<Count>>,
}

impl OpenSessions {
    pub(super) fn new() -> Self {
        Self {
            counted: Cache::new(10_000),
        }
    }

    /// Whether one more can be opened; it is counted at once.
    pub(super) async fn take_place(
        &self,
        world: &World,
        rp: RpId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let known = self.counted.get(&rp);
        let known = known.filter(|known| age_ms(now, known.read_at) < FRESH_MS);
        let count = match known {
            Some(count) => count,
            None => {
                let store = &world.store;
                let open = store
                    .open_webauthn_sessions(rp, now, OPEN_SESSIONS_MAX)
                    .await?;
                let count = Arc::new(Count {
                    open: AtomicU64::new(open),
                    read_at: now,
                });
                self.counted.insert(rp, Arc::clone(&count));
                count
            }
        };
        Ok(count.open.fetch_add(1, Ordering::Relaxed) < OPEN_SESSIONS_MAX)
    }
}
