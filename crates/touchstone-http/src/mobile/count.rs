//! Decides what is counted of sessions, verdicts and overload (spec mobile.md 10.8 and 4.8): by words of which there are few.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use touchstone_core::mobile::Verification;

/// Between two lines of the log about the same overload.
const WARN_EVERY: Duration = Duration::from_secs(1);

static ALL_TAKEN: Mutex<AllTaken> = Mutex::new(AllTaken::NEVER);

/// A session was promised.
pub(super) fn session() {
    metrics::counter!("touchstone_mobile_sessions_total").increment(1);
}

/// A verdict was settled.
pub(super) fn verdict(verification: &Verification) {
    let labels = [
        (
            "platform",
            verification.platform.unwrap_or("none").to_owned(),
        ),
        ("outcome", verification.outcome.as_str().to_owned()),
        ("reason", verification.reason.to_string()),
    ];
    metrics::counter!("touchstone_mobile_verifications_total", &labels).increment(1);
    if verification.used_session {
        metrics::counter!("touchstone_mobile_sessions_used_total").increment(1);
    }
    let [platform, ..] = labels;
    let seconds = |microseconds: u64| Duration::from_micros(microseconds).as_secs_f64();
    metrics::histogram!("touchstone_mobile_evidence_seconds", &[platform])
        .record(seconds(verification.timing.evidence_us));
    metrics::histogram!("touchstone_mobile_settle_seconds")
        .record(seconds(verification.timing.settle_us));
}

/// All places for verifications are taken, or all of a tenant's wait for bodies: counted each time, said in the log once a second at most.
pub(super) fn overloaded() {
    turned_away();
    let mut all_taken = ALL_TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let turned_away = all_taken.once_more(Instant::now());
    drop(all_taken);
    if let Some(turned_away) = turned_away {
        tracing::warn!(
            event = "mobile.overloaded",
            turned_away,
            "all places for verifications are taken, or all of a tenant's wait for bodies"
        );
    }
}

/// A request is answered 503 because this node has too much to do.
pub(super) fn turned_away() {
    metrics::counter!("touchstone_mobile_overloaded_total").increment(1);
}

/// Since the last line of the log about it.
#[derive(Debug)]
struct AllTaken {
    told_at: Option<Instant>,
    turned_away: u64,
}

impl AllTaken {
    const NEVER: Self = Self {
        told_at: None,
        turned_away: 0,
    };

    /// How many were turned away since the last line of the log, this one included, when it is time for another line.
    fn once_more(&mut self, now: Instant) -> Option<u64> {
        self.turned_away = self.turned_away.saturating_add(1);
        let told = self.told_at;
        if told.is_some_and(|at| now.saturating_duration_since(at) < WARN_EVERY) {
            return None;
        }
        self.told_at = Some(now);
        Some(std::mem::take(&mut self.turned_away))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_and_the_next_within_a_second_are_not() {
        let (mut all_taken, start) = (AllTaken::NEVER, Instant::now());
        assert_eq!(all_taken.once_more(start), Some(1));
        for ms in [0, 1, 999] {
            let now = start + Duration::from_millis(ms);
            assert_eq!(all_taken.once_more(now), None, "{ms}");
        }
    }

    #[test]
    fn after_a_second_all_are_told_that_were_not_yet() {
        let (mut all_taken, start) = (AllTaken::NEVER, Instant::now());
        for n in 0..5 {
            assert_eq!(all_taken.once_more(start).is_some(), n == 0);
        }
        assert_eq!(all_taken.once_more(start + WARN_EVERY), Some(5));
        assert_eq!(all_taken.once_more(start + WARN_EVERY), None);
        assert_eq!(all_taken.once_more(start + 2 * WARN_EVERY), Some(2));
    }
}
