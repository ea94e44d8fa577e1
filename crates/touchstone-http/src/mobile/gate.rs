//! Decides how many requests of `mobile` this node takes: so many verifications at once, so many requests per API key and second.

use tokio::sync::OwnedSemaphorePermit;
use touchstone_core::ApiKeyId;

use crate::places::Places;
use crate::rate_limit::RateLimits;

/// What bounds the number of requests.
#[derive(Debug)]
pub(crate) struct MobileGate {
    verifies: Places,
    rate_limits: RateLimits<ApiKeyId>,
}

impl MobileGate {
    /// With this many places for verifications.
    pub(crate) fn new(concurrent_verifies: usize) -> Self {
        Self {
            verifies: Places::new(concurrent_verifies),
            rate_limits: RateLimits::default(),
        }
    }

    /// A place for a verification, when there is one; nobody waits.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.verifies.take()
    }

    /// Waits until no verification is under way.
    pub(crate) async fn all_ended(&self) {
        self.verifies.all_free().await;
    }

    /// The token buckets.
    pub(super) fn rate_limits(&self) -> &RateLimits<ApiKeyId> {
        &self.rate_limits
    }
}
