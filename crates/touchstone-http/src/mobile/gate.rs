//! Decides how many requests of `mobile` this node takes: so many verifications at once, so many requests per API key and second.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rate_limit::RateLimits;

/// More than any machine bears.
const PLACES_MAX: u32 = 1_000_000;

/// What bounds the number of requests.
#[derive(Debug)]
pub(crate) struct MobileGate {
    verifies: Arc<Semaphore>,
    places: u32,
    rate_limits: RateLimits,
}

impl MobileGate {
    /// With this many places for verifications.
    pub(crate) fn new(concurrent_verifies: usize) -> Self {
        let places = u32::try_from(concurrent_verifies)
            .unwrap_or(u32::MAX)
            .min(PLACES_MAX);
        Self {
            verifies: Arc::new(Semaphore::new(usize::try_from(places).unwrap_or(0))),
            places,
            rate_limits: RateLimits::default(),
        }
    }

    /// A place for a verification, when there is one; nobody waits.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.verifies).try_acquire_owned().ok()
    }

    /// Waits until no verification is under way.
    pub(crate) async fn all_ended(&self) {
        let _all = self.verifies.acquire_many(self.places).await;
    }

    /// The token buckets.
    pub(super) fn rate_limits(&self) -> &RateLimits {
        &self.rate_limits
    }
}
