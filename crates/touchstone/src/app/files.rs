//! Decides when files that change while the server runs come into force: roots (spec mobile.md 5.3) and the status list (7.2), when they
//! change or at SIGHUP. A file that cannot be used leaves in force what was, and says so in log and metrics.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use touchstone_core::Touchstone;

use super::anchors::{AnchorSet, anchors};
use super::running::until;
use super::status_file::{Stamp, StatusFile};
use super::webauthn;
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
    roots: Vec<Option<Vec<u8>>>,
    status: Option<StatusFile>,
    status_stamp: Stamp,
}

impl Files {
    fn of(config: Config) -> Option<Self> {
        let has_roots = root_files(&config).next().is_some();
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
    let read = anchors(config).and_then(|mobile| Ok((mobile, webauthn::anchors(config)?)));
    let result = match read {
        Ok((mobile, webauthn)) => {
            core.mobile.replace_anchors(mobile);
            core.webauthn.replace_anchors(webauthn);
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

/// Every configured file of roots, of both families.
fn root_files(config: &Config) -> impl Iterator<Item = &Path> {
    let mobile = AnchorSet::ALL.into_iter();
    let mobile = mobile.filter_map(|set| set.file(config));
    mobile.chain(config.webauthn.anchors.files())
}

fn contents(config: &Config) -> Vec<Option<Vec<u8>>> {
    let files = root_files(config);
    files.map(|file| std::fs::read(file).ok()).collect()
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
