//! Decides what happens without a request: tidying up, metrics upkeep, taking in news of changes and changed files, keeping the status list
//! and metadata about authenticators fresh, judging credentials again, and exchanging Apple's receipts.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use touchstone_core::ports::Notice;
use touchstone_core::{Touchstone, housekeeping};

use super::running::until;
use super::{files, metadata, open_enrolment, status_list};
use crate::config::Config;

/// Between two rounds of tidying up.
const ROUND: Duration = Duration::from_secs(30);

/// Between two looks for receipts that are due.
const RECEIPT_ROUND: Duration = Duration::from_secs(60);

/// Under a test clock nothing is tidied up: what is old by a time that was made up is not old.
pub(super) fn start(
    core: &Arc<Touchstone>,
    config: &Config,
    test_clock: bool,
    stopped: &watch::Receiver<bool>,
) -> Vec<JoinHandle<()>> {
    let both = || (Arc::clone(core), stopped.clone());
    let (core, stopped) = both();
    let news = take_in_news(core, stopped);
    let (core, stopped) = both();
    let files = files::watch(core, config.clone(), stopped);
    let (core, stopped) = both();
    let status_list = status_list::keep_fresh(core, test_clock, stopped);
    let mut tasks = vec![
        tokio::spawn(news),
        tokio::spawn(files),
        tokio::spawn(status_list),
    ];
    let (core, stopped) = both();
    let fetches = config.webauthn.mds.enabled;
    let metadata = metadata::keep_fresh(core, fetches, test_clock, stopped);
    tasks.push(tokio::spawn(metadata));
    let (core, stopped) = both();
    tasks.push(tokio::spawn(open_enrolment::warn(core, stopped)));
    if !test_clock {
        let (core, stopped) = both();
        tasks.push(tokio::spawn(tidy_up(core, stopped)));
        let (core, stopped) = both();
        tasks.push(tokio::spawn(metadata::judge_again(core, stopped)));
        let (core, stopped) = both();
        tasks.push(tokio::spawn(exchange_receipts(core, stopped)));
    }
    tasks
}

async fn tidy_up(core: Arc<Touchstone>, stopped: watch::Receiver<bool>) {
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            _ = rounds.tick() => {}
        }
        super::metrics::upkeep();
        let call = core.world.new_call();
        let done = housekeeping::run(&core, &call).await;
        tracing::debug!(request_id = call.request_id, ?done, "housekeeping");
    }
}

async fn exchange_receipts(core: Arc<Touchstone>, stopped: watch::Receiver<bool>) {
    let mut rounds = tokio::time::interval(RECEIPT_ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            _ = rounds.tick() => {}
        }
        let call = core.world.new_call();
        let round = tokio::select! {
            biased;
            // What was leased and not answered is due again after its lease.
            () = until(stopped.clone()) => return,
            round = core.mobile.refresh_receipts(&call) => round,
        };
        match round {
            Ok(done) => tracing::debug!(request_id = call.request_id, ?done, "receipts"),
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "receipts cannot be exchanged in this round");
            }
        }
    }
}

async fn take_in_news(core: Arc<Touchstone>, stopped: watch::Receiver<bool>) {
    let mut notices = core.world.store.notices();
    loop {
        let notice = tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            notice = notices.recv() => notice,
        };
        match notice {
            Ok(notice) => core.take(notice).await,
            // Some were missed: anything may be stale.
            Err(RecvError::Lagged(_)) => core.take(Notice::Everything).await,
            Err(RecvError::Closed) => return,
        }
    }
}
