//! Decides when files that change while the server runs come into force: roots (spec mobile.md 5.3) and the status list (7.2), when they
//! change or at SIGHUP. A file that cannot be used leaves in force what was, and says so in log and metrics.

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use touchstone_core::Touchstone;

use super::anchors::{AnchorSet, anchors};
use super::running::until;
use super::status_file::{Stamp, StatusFile};
use crate::config::Config;

/// Between two looks at the files.
const LOOK: Duration = Duration::from_secs(2);

/// Watches until the server stops; returns at once when no file is configured (`serve` outlives SIGHUP all the same).
pub(super) async fn watch(core: Arc<Touchstone>, config: Config, stopped: watch::Receiver<bool>) {
    let Some(mut files) = Files::of(config) else {
        return;
    };
    let mut hangup = signal(SignalKind::hangup()).ok();
    let mut looks = tokio::time::interval(LOOK);
    loop {
        let asked = tokio::select! {
            biased;
            () = until(stopped.clone()) => return,
            () = hung_up(&mut hangup) => true,
            _ = looks.tick() => false,
        };
        files.look(&core, asked);
    }
}

/// The configured files, as they were when last looked at.
struct Files {
    config: Config,
    roots: [Option<Vec<u8>>; 4],
    status: Option<StatusFile>,
    status_stamp: Stamp,
}

impl Files {
    fn of(config: Config) -> Option<Self> {
        let has_roots = AnchorSet::ALL.iter().any(|set| set.file(&config).is_some());
        let status = StatusFile::of(&config);
        (has_roots || status.is_some()).then(|| Self {
            roots: contents(&config),
            status_stamp: status.as_ref().and_then(StatusFile::stamp),
            status,
            config,
        })
    }

    fn look(&mut self, core: &Touchstone, asked: bool) {
        let roots = contents(&self.config);
        if asked || roots != self.roots {
            self.roots = roots;
            reload_roots(core, &self.config);
        }
        let Some(status) = &self.status else {
            return;
        };
        let stamp = status.stamp();
        if asked || stamp != self.status_stamp {
            self.status_stamp = stamp;
            reload_status(core, status);
        }
    }
}

fn reload_roots(core: &Touchstone, config: &Config) {
    let result = match anchors(config) {
        Ok(anchors) => {
            core.mobile.replace_anchors(anchors);
            tracing::info!("the trust anchors were read anew");
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

fn reload_status(core: &Touchstone, status: &StatusFile) {
    let result = match status.read().and_then(|list| list.put_in_force(core)) {
        Ok(()) => {
            tracing::info!(file = %status.path().display(), "another status list is in force");
            "done"
        }
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(
                error,
                "the status list cannot be used; the old one stays until it is too old"
            );
            "refused"
        }
    };
    metrics::counter!("touchstone_status_list_reloads_total", "result" => result).increment(1);
}

fn contents(config: &Config) -> [Option<Vec<u8>>; 4] {
    AnchorSet::ALL.map(|set| std::fs::read(set.file(config)?).ok())
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
