//! Decides how many requests of `mobile` this node takes: so many verifications at once, so many requests per API key and second. A
//! verification has its place before its body is read (spec mobile.md 8), so one tenant's slow bodies may hold a part of the places only.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use touchstone_core::{ApiKeyId, TenantId};

use crate::places::Places;
use crate::rate_limit::RateLimits;
use crate::shares::{Share, Shares};

/// The part of the places in which one tenant's bodies may be on their way: a quarter.
const SHARE_OF_A_TENANT: usize = 4;

/// What bounds the number of requests.
#[derive(Debug)]
pub(crate) struct MobileGate {
    verifies: Places,
    arriving: Arc<Shares<TenantId>>,
    rate_limits: RateLimits<ApiKeyId>,
}

impl MobileGate {
    /// With this many places for verifications.
    pub(crate) fn new(concurrent_verifies: usize) -> Self {
        Self {
            verifies: Places::new(concurrent_verifies),
            arriving: Shares::new(concurrent_verifies.div_euclid(SHARE_OF_A_TENANT)),
            rate_limits: RateLimits::default(),
        }
    }

    /// A place for a verification, when there is one; nobody waits.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.verifies.take()
    }

    /// Room for one more body of this tenant that is on its way; none when its part of the places waits for bodies.
    pub(super) fn arriving(&self, tenant_id: TenantId) -> Option<Share<TenantId>> {
        self.arriving.take(tenant_id)
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
