//! Decides how many requests an API key or an address may make: token buckets (spec mobile.md 2.0, step 5; webauthn.md 8). Time is the call's, so a
//! clock that is moved by hand moves the buckets.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::StateInformationMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use touchstone_core::Timestamp;

/// At most this many have a bucket at once. A full bucket holds nothing worth keeping and is dropped first.
const BUCKETS_MAX: usize = 100_000;
/// Full buckets are looked for at most this often: looking takes time, and a flood of addresses would have it taken each time.
const SWEEP_EVERY_MS: i64 = 100;
/// A clock that was set back by less than this is one of calls that began a little earlier.
const SET_BACK_MS: i64 = 1_000;

/// How fast a bucket fills, and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    per_s: NonZeroU32,
    burst: NonZeroU32,
}

/// The bucket is empty; there is room again after this many seconds, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimited {
    /// For `Retry-After`.
    pub(crate) retry_after_s: u64,
}

/// The buckets of all of a kind that have a limit.
pub(crate) struct RateLimits<K>(Mutex<Buckets<K>>);

struct Buckets<K> {
    by_key: HashMap<K, Bucket>,
    swept_at: Option<Timestamp>,
}

struct Bucket {
    rate: Rate,
    used_at: Timestamp,
    /// Until when it is known to hold nothing.
    empty_until: Timestamp,
    limiter: RateLimiter<NotKeyed, InMemoryState, CallClock, StateInformationMiddleware>,
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

impl Rate {
    /// So many per second, of which a bucket holds `burst`; `None` when `per_s` is 0, which is no limit.
    pub(crate) fn new(per_s: u32, burst: u32) -> Option<Self> {
        let per_s = NonZeroU32::new(per_s)?;
        let burst = NonZeroU32::new(burst).unwrap_or(per_s);
        Some(Self { per_s, burst })
    }

    /// So many per second, of which a bucket holds one second's worth; 0 is no limit.
    pub(crate) fn per_second(per_s: u32) -> Option<Self> {
        Self::new(per_s, per_s)
    }

    const fn quota(self) -> Quota {
        Quota::per_second(self.per_s).allow_burst(self.burst)
    }

    /// After this time without use a bucket is full again.
    fn full_after_ms(self) -> i64 {
        let burst_ms = i64::from(self.burst.get()).saturating_mul(1_000);
        burst_ms.div_euclid(i64::from(self.per_s.get())).max(1_000)
    }
}

impl<K: Eq + Hash> RateLimits<K> {
    /// Takes a token of this bucket; `None` is no limit.
    pub(crate) fn take(
        &self,
        key: K,
        rate: Option<Rate>,
        now: Timestamp,
    ) -> Result<(), RateLimited> {
        let Some(rate) = rate else {
            return Ok(());
        };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.by_key.get_mut(&key)
            && bucket.goes_on(rate, now)
        {
            return bucket.take(now);
        }
        if !buckets.have_room(now) {
            return Err(RateLimited { retry_after_s: 1 });
        }
        let mut bucket = Bucket::new(rate, now);
        let taken = bucket.take(now);
        buckets.by_key.insert(key, bucket);
        taken
    }

    /// Refuses when the bucket holds nothing; takes nothing.
    pub(crate) fn look(
        &self,
        key: &K,
        rate: Option<Rate>,
        now: Timestamp,
    ) -> Result<(), RateLimited> {
        let Some(rate) = rate else {
            return Ok(());
        };
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.by_key.get(key);
        let bucket = bucket.filter(|bucket| bucket.goes_on(rate, now));
        match bucket.map_or(0, |bucket| bucket.empty_until.ms_since(now)) {
            ..=0 => Ok(()),
            ms => Err(RateLimited::for_ms(ms)),
        }
    }
}

impl<K> Default for RateLimits<K> {
    fn default() -> Self {
        Self(Mutex::new(Buckets {
            by_key: HashMap::new(),
            swept_at: None,
        }))
    }
}

impl<K> fmt::Debug for RateLimits<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimits").finish_non_exhaustive()
    }
}

impl<K: Eq + Hash> Buckets<K> {
    fn have_room(&mut self, now: Timestamp) -> bool {
        if self.by_key.len() < BUCKETS_MAX {
            return true;
        }
        let since = self.swept_at.map(|at| now.ms_since(at));
        if since.is_none_or(|ms| !(0..SWEEP_EVERY_MS).contains(&ms)) {
            self.swept_at = Some(now);
            self.by_key.retain(|_, bucket| !bucket.is_full(now));
        }
        self.by_key.len() < BUCKETS_MAX
    }
}

impl RateLimited {
    fn for_ms(ms: i64) -> Self {
        let rounded_up = ms.saturating_add(999).div_euclid(1_000).max(1);
        Self {
            retry_after_s: u64::try_from(rounded_up).unwrap_or(1),
        }
    }
}

impl Bucket {
    fn new(rate: Rate, now: Timestamp) -> Self {
        let clock = CallClock::default();
        clock.set(now);
        let limiter = RateLimiter::direct_with_clock(rate.quota(), clock);
        Self {
            rate,
            used_at: now,
            empty_until: now,
            limiter: limiter.with_middleware(),
        }
    }

    /// Not after the rate was changed; nor after the clock was set back, which would leave the bucket empty until it catches up.
    fn goes_on(&self, rate: Rate, now: Timestamp) -> bool {
        self.rate == rate && now.ms_since(self.used_at) >= -SET_BACK_MS
    }

    fn is_full(&self, now: Timestamp) -> bool {
        now.ms_since(self.used_at) > self.rate.full_after_ms()
    }

    fn take(&mut self, now: Timestamp) -> Result<(), RateLimited> {
        self.used_at = self.used_at.max(now);
        self.limiter.clock().set(self.used_at);
        match self.limiter.check() {
            Ok(left) => {
                if left.remaining_burst_capacity() == 0 {
                    let next = self.rate.quota().replenish_interval();
                    self.empty_until = self.used_at.plus_ms(whole_ms(next));
                }
                Ok(())
            }
            Err(until) => {
                let wait_ms = whole_ms(until.wait_time_from(self.limiter.clock().now()));
                self.empty_until = self.used_at.plus_ms(wait_ms);
                Err(RateLimited::for_ms(wait_ms))
            }
        }
    }
}

/// Rounded up.
fn whole_ms(time: Duration) -> i64 {
    i64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
