//! Decides how many requests of `mobile` this node takes: so many verifications at once, so many requests per API key and second.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rate_limit::RateLimits;

/// What bounds the number of requests.
#[derive(Debug)]
pub(crate) struct MobileGate {
    verifies: Arc<Semaphore>,
    rate_limits: RateLimits,
}

impl MobileGate {
    /// With this many places for verifications.
    pub(crate) fn new(concurrent_verifies: usize) -> Self {
        Self {
            verifies: Arc::new(Semaphore::new(
                concurrent_verifies.min(Semaphore::MAX_PERMITS),
            )),
            rate_limits: RateLimits::default(),
        }
    }

    /// A place for a verification, when there is one; nobody waits.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.verifies).try_acquire_owned().ok()
    }

    /// The token buckets.
    pub(super) fn rate_limits(&self) -> &RateLimits {
        &self.rate_limits
    }
}
