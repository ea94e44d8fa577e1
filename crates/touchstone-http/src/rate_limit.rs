//! Decides how many requests an API key may make: a token bucket that holds one second's worth (spec mobile.md 2.0, step 5). Time is
//! the call's, so a clock that is moved by hand moves the buckets.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use touchstone_core::{ApiKeyId, Timestamp};

/// At most this many API keys have a bucket at once. A full bucket holds nothing worth keeping and is dropped first.
const BUCKETS_MAX: usize = 100_000;
/// A bucket that was not used for this long is full again.
const FULL_AFTER_MS: i64 = 1_000;

/// The bucket is empty; there is room again after this many seconds, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RateLimited {
    /// For `Retry-After`.
    pub(super) retry_after_s: u64,
}

/// The buckets of all API keys with a limit.
#[derive(Default)]
pub(super) struct RateLimits(Mutex<HashMap<ApiKeyId, Bucket>>);

struct Bucket {
    rate: NonZeroU32,
    used_at: Timestamp,
    limiter: RateLimiter<NotKeyed, InMemoryState, CallClock, NoOpMiddleware<Duration>>,
}

/// A clock that tells what it was told last.
#[derive(Clone, Debug, Default)]
struct CallClock(std::sync::Arc<std::sync::atomic::AtomicU64>);

impl CallClock {
    fn set(&self, now: Timestamp) {
        let unix_ms = u64::try_from(now.unix_ms()).unwrap_or(0);
        self.0.store(unix_ms, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for CallClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

impl RateLimits {
    /// Takes a token of this API key's bucket. `rate_per_s` 0 is no limit.
    pub(super) fn take(
        &self,
        api_key_id: ApiKeyId,
        rate_per_s: u32,
        now: Timestamp,
    ) -> Result<(), RateLimited> {
        let Some(rate) = NonZeroU32::new(rate_per_s) else {
            return Ok(());
        };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(&api_key_id)
            && bucket.goes_on(rate, now)
        {
            return bucket.take(now);
        }
        if buckets.len() >= BUCKETS_MAX {
            buckets.retain(|_, bucket| !bucket.is_full(now));
        }
        if buckets.len() >= BUCKETS_MAX {
            return Err(RateLimited { retry_after_s: 1 });
        }
        let mut bucket = Bucket::new(rate, now);
        let taken = bucket.take(now);
        buckets.insert(api_key_id, bucket);
        taken
    }
}

impl fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimits").finish_non_exhaustive()
    }
}

impl Bucket {
    fn new(rate: NonZeroU32, now: Timestamp) -> Self {
        let clock = CallClock::default();
        clock.set(now);
        Self {
            rate,
            used_at: now,
            limiter: RateLimiter::direct_with_clock(Quota::per_second(rate), clock),
        }
    }

    /// Not after the rate was changed; nor after the clock was set back, which would leave the bucket empty until it catches up.
    fn goes_on(&self, rate: NonZeroU32, now: Timestamp) -> bool {
        self.rate == rate && now.ms_since(self.used_at) >= -FULL_AFTER_MS
    }

    fn is_full(&self, now: Timestamp) -> bool {
        now.ms_since(self.used_at) > FULL_AFTER_MS
    }

    fn take(&mut self, now: Timestamp) -> Result<(), RateLimited> {
        self.used_at = self.used_at.max(now);
        self.limiter.clock().set(self.used_at);
        self.limiter.check().map_err(|until| {
            let wait = until.wait_time_from(self.limiter.clock().now());
            let rounded_up = wait
                .as_secs()
                .saturating_add(u64::from(wait.subsec_nanos() > 0));
            RateLimited {
                retry_after_s: rounded_up.max(1),
            }
        })
    }
}

#[cfg(test)]
mod tests;
