//! Decides what every use case is given: store, clock, randomness and the issuers. There is no other way to the world.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use touchstone_evidence::Timestamp;

use crate::ports::{Store, Upstream};
use crate::{Clock, Random, RequestId};

/// The world as the use cases see it.
#[derive(Clone)]
pub struct World {
    /// The storage engine.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Those whom we ask: Apple and Google.
    pub upstream: Arc<dyn Upstream>,
}

impl World {
    /// A call that begins now under a name of its own.
    pub fn new_call(&self) -> Call {
        let now = self.clock.now();
        self.call_named(RequestId::new(now, &*self.random).to_string())
    }

    /// A call that begins now under the caller's name.
    pub fn call_named(&self, request_id: String) -> Call {
        Call {
            request_id,
            now: self.clock.now(),
            started: Instant::now(),
        }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

/// One request: its name and the one time at which everything in it is judged.
#[derive(Clone, Debug)]
pub struct Call {
    /// 1 to 128 of `[A-Za-z0-9._-]`.
    pub request_id: String,
    /// The present instant; read once.
    pub now: Timestamp,
    /// For measuring only.
    started: Instant,
}

impl Call {
    /// Time since the call began.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Microseconds since the call began.
    pub fn elapsed_us(&self) -> u64 {
        u64::try_from(self.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}
