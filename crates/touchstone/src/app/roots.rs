//! Decides when other trust anchors come into force: when a configured file of roots changes, or at SIGHUP (spec mobile.md 5.3). A file that
//! cannot be used leaves the old ones in force and says so in log and metrics.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use touchstone_core::Touchstone;

use super::open::anchors;
use super::running::until;
use crate::config::Config;

/// Between two looks at the files.
const LOOK: Duration = Duration::from_secs(2);

/// What the files hold; `None` for one that is not configured or cannot be read.
type Contents = [Option<Vec<u8>>; 2];

/// Watches until the server stops; returns at once when no file is configured.
pub(super) async fn watch(core: Arc<Touchstone>, config: Config, stopped: watch::Receiver<bool>) {
    let apple = &config.mobile.apple;
    if apple.roots_file.get().is_none() && apple.receipt_roots_file.get().is_none() {
        return;
    }
    let mut hangup = signal(SignalKind::hangup()).ok();
    let mut looks = tokio::time::interval(LOOK);
    let mut seen = contents(&config);
    loop {
        let asked = tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            () = hung_up(&mut hangup) => true,
            _ = looks.tick() => false,
        };
        let now = contents(&config);
        if asked || now != seen {
            seen = now;
            reload(&core, &config);
        }
    }
}

fn reload(core: &Touchstone, config: &Config) {
    let result = match anchors(config) {
        Ok(anchors) => {
            core.mobile.replace_anchors(anchors);
            tracing::info!("other trust anchors are in force");
            "done"
        }
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(
                error,
                "the files of roots cannot be used; the old anchors stay"
            );
            "refused"
        }
    };
    metrics::counter!("touchstone_roots_reloads_total", "result" => result).increment(1);
}

fn contents(config: &Config) -> Contents {
    let apple = &config.mobile.apple;
    let read = |file: Option<&Path>| std::fs::read(file?).ok();
    let files = [&apple.roots_file, &apple.receipt_roots_file];
    files.map(|file| read(file.get().map(AsRef::as_ref)))
}

/// Ready at SIGHUP; never where signals cannot be had.
async fn hung_up(hangup: &mut Option<Signal>) {
    match hangup {
        Some(hangup) => {
            hangup.recv().await;
        }
        None => std::future::pending().await,
    }
}
