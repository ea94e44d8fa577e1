//! Decides how many requests of `webauthn` this node takes: so many results at once, so many requests per address or API key and second
//! (spec webauthn.md 8).

use tokio::sync::OwnedSemaphorePermit;
use touchstone_core::{ApiKeyId, Timestamp};

use super::caller::ClientAddress;
use super::options::WebauthnHttpOptions;
use crate::places::Places;
use crate::rate_limit::{Rate, RateLimited, RateLimits};

/// What bounds the number of requests.
#[derive(Debug)]
pub(crate) struct WebauthnGate {
    results: Places,
    address_rate: Option<Rate>,
    key_rate: Option<Rate>,
    addresses: RateLimits<ClientAddress>,
    keys: RateLimits<ApiKeyId>,
}

impl WebauthnGate {
    /// With this many places for results.
    pub(crate) fn new(concurrent_results: usize, options: &WebauthnHttpOptions) -> Self {
        Self {
            results: Places::new(concurrent_results),
            address_rate: Rate::new(options.address_per_s, options.address_burst),
            key_rate: Rate::new(options.key_per_s, options.key_burst),
            addresses: RateLimits::default(),
            keys: RateLimits::default(),
        }
    }

    /// Whether there is a place for a result now.
    pub(super) fn has_place(&self) -> bool {
        self.results.is_any_free()
    }

    /// A place for a result, when there is one; nobody waits.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.results.take()
    }

    /// Waits until no result is judged.
    pub(crate) async fn all_ended(&self) {
        self.results.all_free().await;
    }

    /// Refuses an address whose bucket is empty.
    pub(super) fn look(&self, address: &ClientAddress, now: Timestamp) -> Result<(), RateLimited> {
        self.addresses.look(address, self.address_rate, now)
    }

    /// Takes a token of the address.
    pub(super) fn take(&self, address: ClientAddress, now: Timestamp) -> Result<(), RateLimited> {
        self.addresses.take(address, self.address_rate, now)
    }

    /// Takes a token of the API key.
    pub(super) fn take_of_key(&self, key: ApiKeyId, now: Timestamp) -> Result<(), RateLimited> {
        self.keys.take(key, self.key_rate, now)
    }
}
