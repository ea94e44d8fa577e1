//! Decides when the status list of Android attestation keys is asked for: at start and whenever its own word has run out; after a failure
//! at growing distances. Nothing waits for it, and an issuer that cannot be reached is only logged (spec mobile.md 7.2).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior};
use touchstone_core::Touchstone;
use touchstone_core::mobile::RefreshError;

use super::running::until;

/// Between two looks at whether it is due.
const ROUND: Duration = Duration::from_secs(30);

/// The longest wait after failures.
const WAIT_MAX: Duration = Duration::from_secs(15 * 60);

/// How often it failed in a row, and when it is tried again.
struct Attempts {
    failures: u32,
    again_at: Instant,
}

/// Until the server stops. Under a test clock the list is asked for once: time is moved by hand there, and so is the list.
pub(super) async fn keep_fresh(
    core: Arc<Touchstone>,
    test_clock: bool,
    stopped: watch::Receiver<bool>,
) {
    let mut attempts = Attempts {
        failures: 0,
        again_at: Instant::now(),
    };
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let round = async {
            rounds.tick().await;
            attempts.make(&core).await;
        };
        tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            () = round => {}
        }
        publish(&core);
        if test_clock {
            return;
        }
    }
}

impl Attempts {
    async fn make(&mut self, core: &Touchstone) {
        let now = Instant::now();
        if now < self.again_at {
            return;
        }
        let outcome = core
            .mobile
            .refresh_status_list(core.world.clock.now(), false)
            .await;
        let result = match &outcome {
            Ok(_) => "done",
            Err(RefreshError::Upstream(_)) => "unavailable",
            Err(RefreshError::Malformed(_)) => "malformed",
            Err(RefreshError::Store(_)) => "not_stored",
        };
        metrics::counter!("touchstone_status_list_refreshes_total", "result" => result)
            .increment(1);
        match outcome {
            Ok(_) => self.succeeded(now),
            Err(error) => self.failed(now, &error),
        }
    }

    /// Tells of a change only: what was said once is not said every round.
    fn succeeded(&mut self, now: Instant) {
        if self.failures > 0 {
            tracing::info!("the status list of Android keys can be had again");
        }
        self.failures = 0;
        self.again_at = now;
    }

    fn failed(&mut self, now: Instant, error: &RefreshError) {
        if self.failures == 0 {
            let error: &dyn std::error::Error = error;
            tracing::warn!(
                error,
                "the status list of Android keys cannot be refreshed; the one in force serves until it is too old"
            );
        }
        self.again_at = now + wait(self.failures);
        self.failures = self.failures.saturating_add(1);
    }
}

/// 30 s, doubled with every failure.
fn wait(failures_before: u32) -> Duration {
    let factor = 2_u32.saturating_pow(failures_before);
    ROUND.saturating_mul(factor).min(WAIT_MAX)
}

fn publish(core: &Touchstone) {
    let now = core.world.clock.now();
    let Some(view) = core.mobile.status_list_view(now) else {
        return;
    };
    let age_s = now.ms_since(view.fetched_at) / 1_000;
    let age_s = u32::try_from(age_s).unwrap_or_default();
    let entries = u32::try_from(view.entries).unwrap_or(u32::MAX);
    metrics::gauge!("touchstone_status_list_age_seconds").set(age_s);
    metrics::gauge!("touchstone_status_list_entries").set(entries);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_to_a_quarter_of_an_hour_and_no_further() {
        let waits: Vec<u64> = (0..8).map(|failures| wait(failures).as_secs()).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(wait(u32::MAX), WAIT_MAX);
    }
}
