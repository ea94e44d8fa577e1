//! Decides what ends a server: SIGTERM, as orchestrators send it, and SIGINT, as terminals do. SIGHUP asks it to read its files anew, and
//! so never ends it, also when there is none to read.

use anyhow::Context as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that end a server.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

/// Takes the signals over from now on.
pub(crate) fn listen() -> anyhow::Result<Signals> {
    let take = |kind| signal(kind).context("cannot listen for signals");
    Ok(Signals {
        terminate: take(SignalKind::terminate())?,
        interrupt: take(SignalKind::interrupt())?,
    })
}

/// Takes SIGHUP over from now on and for good: what the system does by itself is to end the process. `app` acts on it where there are files.
pub(super) fn outlive_hangup() -> anyhow::Result<()> {
    // What was taken over stays so when nobody listens.
    drop(signal(SignalKind::hangup()).context("cannot listen for SIGHUP")?);
    Ok(())
}

impl Signals {
    /// Waits for the first one; its name.
    pub(crate) async fn next(mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
