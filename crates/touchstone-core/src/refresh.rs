//! Decides who reads anew what is cached and no longer fresh: one request a second. The others go on with what is known, so that neither a
//! crowd nor a store that hangs makes everyone wait.

use std::sync::atomic::{AtomicI64, Ordering};

use touchstone_evidence::Timestamp;

/// Time between two attempts to read anew, in milliseconds.
const PAUSE_MS: u64 = 1_000;

/// When something was last tried to be read anew.
#[derive(Debug)]
pub(crate) struct Attempts(AtomicI64);

impl Attempts {
    /// Nobody has tried yet.
    pub(crate) const fn none() -> Self {
        Self(AtomicI64::new(i64::MIN))
    }

    /// Whether the caller is the one to try.
    pub(crate) fn begin(&self, now: Timestamp) -> bool {
        let last = self.0.load(Ordering::SeqCst);
        let due = age_ms(now, Timestamp::from_unix_ms(last)) >= PAUSE_MS;
        due && self
            .0
            .compare_exchange(last, now.unix_ms(), Ordering::SeqCst, Ordering::SeqCst)
            .is_ok()
    }
}

/// How far `read_at` is from `now`, in either direction: requests that run side by side began at different times.
pub(crate) const fn age_ms(now: Timestamp, read_at: Timestamp) -> u64 {
    now.ms_since(read_at).unsigned_abs()
}
