//! Decides when Google is left alone (spec mobile.md 7.1): after 5 troubles in a row with one service account for 10 s, then until one
//! call gets an answer. What tells neither that Google is well nor that it is not leaves everything as it is: an answer that makes no
//! sense (a proxy's page), a call that was never made, one that its caller gave up.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use touchstone_core::ports::UpstreamError;

use crate::failure::{CONNECT, RATE_LIMITED, SERVER_ERROR, TIMEOUT};

const TROUBLES_MAX: u32 = 5;
const OPEN_FOR: Duration = Duration::from_secs(10);
const OPEN_BREAKERS: &str = "touchstone_upstream_breaker_open";

/// What is known of one service account's way to Google.
#[derive(Debug)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Clone, Copy, Debug)]
enum State {
    Closed {
        /// In a row.
        troubles: u32,
    },
    Open {
        until: Instant,
    },
    /// One call is finding out.
    Probing,
}

/// The right to one call.
#[derive(Debug)]
pub(super) struct Turn {
    breaker: Arc<Breaker>,
    /// It finds out for all the others, and has not yet.
    probes: bool,
}

impl Breaker {
    pub(super) fn new() -> Self {
        Self(Mutex::new(State::Closed { troubles: 0 }))
    }

    /// A call may be made; else after how many seconds one may, at least 1.
    pub(super) fn enter(self: &Arc<Self>) -> Result<Turn, u32> {
        let now = Instant::now();
        let mut state = self.state();
        let probes = match *state {
            State::Closed { .. } => false,
            State::Open { until } if until <= now => {
                *state = State::Probing;
                true
            }
            State::Open { until } => return Err(seconds_up(until.duration_since(now))),
            State::Probing => return Err(1),
        };
        Ok(Turn {
            breaker: Arc::clone(self),
            probes,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// The call is over.
    pub(super) fn end<T>(mut self, result: &Result<T, UpstreamError>) {
        let Some(is_trouble) = is_trouble(result) else {
            return;
        };
        let mut state = self.breaker.state();
        *state = match (*state, is_trouble) {
            (State::Probing, true) if self.probes => State::Open {
                until: Instant::now() + OPEN_FOR,
            },
            (State::Probing, false) if self.probes => {
                metrics::gauge!(OPEN_BREAKERS).decrement(1.0);
                State::Closed { troubles: 0 }
            }
            (State::Closed { .. }, false) => State::Closed { troubles: 0 },
            (State::Closed { troubles }, true) if troubles.saturating_add(1) < TROUBLES_MAX => {
                State::Closed {
                    troubles: troubles.saturating_add(1),
                }
            }
            (State::Closed { .. }, true) => {
                metrics::gauge!(OPEN_BREAKERS).increment(1.0);
                State::Open {
                    until: Instant::now() + OPEN_FOR,
                }
            }
            // A call from before it opened tells nothing new.
            (other, _) => other,
        };
        drop(state);
        self.probes = false;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.probes {
            // It does not know, or was given up before it did: the next call finds out.
            let until = Instant::now();
            *self.breaker.state() = State::Open { until };
        }
    }
}

impl Drop for Breaker {
    fn drop(&mut self) {
        let state = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !matches!(state, State::Closed { .. }) {
            metrics::gauge!(OPEN_BREAKERS).decrement(1.0);
        }
    }
}

/// `None`: nothing is known.
fn is_trouble<T>(result: &Result<T, UpstreamError>) -> Option<bool> {
    let troubles = [RATE_LIMITED, SERVER_ERROR, TIMEOUT, CONNECT];
    match result {
        Ok(_) | Err(UpstreamError::Refused { .. } | UpstreamError::Denied { .. }) => Some(false),
        Err(UpstreamError::Unavailable { cause, .. }) => troubles.contains(cause).then_some(true),
        Err(UpstreamError::Unusable(_)) => None,
    }
}

fn seconds_up(wait: Duration) -> u32 {
    let seconds = wait.as_millis().div_ceil(1_000).max(1);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
