//! Decides when the status list of Android attestation keys is asked for: at start and whenever its own word has run out; after a failure
//! at growing distances. Nothing waits for it, and an issuer that cannot be reached is only logged (spec mobile.md 7.2).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior};
use touchstone_core::mobile::{RefreshError, StatusListView};
use touchstone_core::{Timestamp, Touchstone};

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
    let mut standing = Standing::default();
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
        let view = core.mobile.status_list_view(core.world.clock.now());
        standing.tell(view.as_ref());
        publish(view.as_ref(), &core);
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
        let asked_at = core.world.clock.now();
        let outcome = core.mobile.refresh_status_list(asked_at, false).await;
        let is_from_file = core.mobile.status_list_is_from_file();
        if let Some(result) = result(&outcome, asked_at).filter(|_| !is_from_file) {
            metrics::counter!("touchstone_status_list_refreshes_total", "result" => result)
                .increment(1);
        }
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

/// How a fetch ended; `None` when none was due. What was fetched, or confirmed, is as old as the question.
fn result(
    outcome: &Result<Option<StatusListView>, RefreshError>,
    asked_at: Timestamp,
) -> Option<&'static str> {
    match outcome {
        Ok(Some(view)) if view.fetched_at == asked_at => Some("done"),
        Ok(_) => None,
        Err(RefreshError::Upstream(_)) => Some("unavailable"),
        Err(RefreshError::Malformed(_)) => Some("malformed"),
        Err(RefreshError::Store(_)) => Some("not_stored"),
    }
}

/// Whether the list in force was too old when last looked at.
#[derive(Default)]
struct Standing {
    is_stale: bool,
}

impl Standing {
    /// Tells of a change only (event `mobile.status_list.stale`): every refused verification says the rest.
    fn tell(&mut self, view: Option<&StatusListView>) {
        let is_stale = view.is_some_and(|view| view.is_stale);
        let was_stale = std::mem::replace(&mut self.is_stale, is_stale);
        match view {
            Some(view) if is_stale && !was_stale => tracing::warn!(
                event = "mobile.status_list.stale",
                fetched_at = %view.fetched_at,
                source = view.source,
                "the status list of Android keys is too old: no Android key is judged until there is a newer one"
            ),
            Some(_) if was_stale && !is_stale => {
                tracing::info!("the status list of Android keys can be judged by again");
            }
            _ => {}
        }
    }
}

/// 30 s, doubled with every failure.
fn wait(failures_before: u32) -> Duration {
    let factor = 2_u32.saturating_pow(failures_before);
    ROUND.saturating_mul(factor).min(WAIT_MAX)
}

fn publish(view: Option<&StatusListView>, core: &Touchstone) {
    let is_usable = view.is_some_and(|view| !view.is_stale);
    metrics::gauge!("touchstone_status_list_usable").set(u32::from(is_usable));
    let Some(view) = view else {
        return;
    };
    let now = core.world.clock.now();
    let age_s = now.ms_since(view.fetched_at) / 1_000;
    let age_s = u32::try_from(age_s).unwrap_or_default();
    let entries = u32::try_from(view.entries).unwrap_or(u32::MAX);
    metrics::gauge!("touchstone_status_list_age_seconds").set(age_s);
    metrics::gauge!("touchstone_status_list_entries").set(entries);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(fetched_at: Timestamp) -> StatusListView {
        StatusListView {
            entries: 1,
            source: "https://example.com/status".to_owned(),
            fetched_at,
            fresh_until: fetched_at.plus_s(300),
            etag: None,
            is_stale: false,
        }
    }

    #[test]
    fn a_round_in_which_nothing_was_fetched_is_not_counted() {
        let now = Timestamp::from_unix_s(1_800_000_000);
        let told = |outcome| result(&outcome, now);
        assert_eq!(told(Ok(Some(view(now)))), Some("done"));
        assert_eq!(told(Ok(Some(view(now.plus_s(-30))))), None);
        assert_eq!(told(Ok(None)), None);
    }

    #[test]
    fn the_wait_grows_to_a_quarter_of_an_hour_and_no_further() {
        let waits: Vec<u64> = (0..8).map(|failures| wait(failures).as_secs()).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(wait(u32::MAX), WAIT_MAX);
    }
}
