//! Decides when what is known of authenticators is brought up to date: BLOBs, revocation lists, and stored credentials that must be judged
//! again (spec webauthn.md 4.5 and 7). No ceremony waits for any of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use touchstone_core::Touchstone;
use touchstone_core::ports::StoreError;
use touchstone_core::webauthn::{MdsState, MdsView};

use super::running::until;

/// Between two looks at whether something is due.
const ROUND: Duration = Duration::from_secs(30);

/// Fetches BLOBs and revocation lists that are due, until the server stops; a server that `fetches` none takes in the lists that other nodes
/// have fetched. Under a test clock BLOBs are asked for once: time is moved by hand there.
pub(super) async fn keep_fresh(
    core: Arc<Touchstone>,
    fetches: bool,
    test_clock: bool,
    stopped: watch::Receiver<bool>,
) {
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let round = async {
            rounds.tick().await;
            if fetches {
                refresh(&core).await;
            } else {
                tell(core.webauthn.catch_up_crls().await);
            }
        };
        tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            () = round => {}
        }
        if test_clock {
            return;
        }
    }
}

async fn refresh(core: &Touchstone) {
    let call = core.world.new_call();
    match core.webauthn.refresh_mds(&call, false).await {
        Ok(views) => publish(&views, core),
        Err(error) => {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(
                error,
                "what metadata services gave cannot be read or stored"
            );
        }
    }
    let fetched = core.webauthn.refresh_crls(&core.world.new_call()).await;
    tell(fetched.map(|_| ()));
}

fn tell(done: Result<(), StoreError>) {
    if let Err(error) = done {
        let error: &dyn std::error::Error = &error;
        tracing::warn!(error, "revocation lists cannot be read or stored");
    }
}

/// Judges stored credentials again when that was asked for or is due, until the server stops.
pub(super) async fn judge_again(core: Arc<Touchstone>, stopped: watch::Receiver<bool>) {
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let round = async {
            rounds.tick().await;
            core.webauthn.reevaluate(&core.world.new_call()).await
        };
        let judged = tokio::select! {
            biased;
            // Another node, or the next start, goes on where this one stopped.
            () = until(stopped.clone()) => return,
            judged = round => judged,
        };
        if let Err(error) = judged {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "credentials cannot be judged again in this round");
        }
    }
}

fn publish(views: &[MdsView], core: &Touchstone) {
    let now = core.world.clock.now();
    for view in views {
        let source = view.url.clone();
        for state in [MdsState::Up, MdsState::OutOfService, MdsState::Down] {
            let is_it = u32::from(view.state == state);
            metrics::gauge!(
                "webauthn_mds_state", "source" => source.clone(), "state" => state.as_str()
            )
            .set(is_it);
        }
        if let Some(fetched_at) = view.fetched_at {
            let age_s = u32::try_from(now.ms_since(fetched_at) / 1_000).unwrap_or_default();
            metrics::gauge!("webauthn_mds_age_seconds", "source" => source).set(age_s);
        }
    }
}
