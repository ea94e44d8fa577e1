//! Decides how much work of a kind this node does at once: so many places, and nobody waits for one.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// More than any machine bears.
const PLACES_MAX: u32 = 1_000_000;

/// Places for work.
#[derive(Debug)]
pub(crate) struct Places {
    free: Arc<Semaphore>,
    all: u32,
}

impl Places {
    /// So many.
    pub(crate) fn new(places: usize) -> Self {
        let all = u32::try_from(places).unwrap_or(u32::MAX).min(PLACES_MAX);
        Self {
            free: Arc::new(Semaphore::new(usize::try_from(all).unwrap_or(0))),
            all,
        }
    }

    /// Whether there is one now.
    pub(crate) fn is_any_free(&self) -> bool {
        self.free.available_permits() > 0
    }

    /// A place, when there is one; whoever holds it has it.
    pub(crate) fn take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.free).try_acquire_owned().ok()
    }

    /// Waits until every place is free.
    pub(crate) async fn all_free(&self) {
        let _all = self.free.acquire_many(self.all).await;
    }
}
