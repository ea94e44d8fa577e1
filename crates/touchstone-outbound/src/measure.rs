//! Decides what metrics tell of a call: how it ended and how long it took, also where nobody waits for its end any more.

use tokio::time::Instant;

use crate::failure::{ABANDONED, TIMEOUT};

/// A call under way.
#[derive(Debug)]
pub(crate) struct Measured {
    upstream: &'static str,
    start: Instant,
    /// When its caller gives up.
    deadline: Option<Instant>,
    result: Option<&'static str>,
}

impl Measured {
    pub(crate) fn start(upstream: &'static str, deadline: Option<Instant>) -> Self {
        Self {
            upstream,
            start: Instant::now(),
            deadline,
            result: None,
        }
    }

    /// It is over: its end in one word.
    pub(crate) fn end(mut self, result: &'static str) {
        self.result = Some(result);
    }

    /// What a call that is dropped under way has met.
    fn given_up(&self, now: Instant) -> &'static str {
        match self.deadline {
            Some(deadline) if deadline <= now => TIMEOUT,
            Some(_) | None => ABANDONED,
        }
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        let now = Instant::now();
        let result = self.result.unwrap_or_else(|| self.given_up(now));
        count(self.upstream, result);
        let labels = [("upstream", self.upstream), ("result", result)];
        metrics::histogram!("touchstone_upstream_seconds", &labels)
            .record(now.duration_since(self.start).as_secs_f64());
    }
}

/// One call more, or one that was not even made.
pub(crate) fn count(upstream: &'static str, result: &'static str) {
    let labels = [("upstream", upstream), ("result", result)];
    metrics::counter!("touchstone_upstream_calls_total", &labels).increment(1);
}
