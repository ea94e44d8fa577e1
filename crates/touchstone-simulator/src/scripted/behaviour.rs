//! What can a service do instead of the right thing?

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// What a service does with one call.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// The right thing.
    Ok,
    /// Answers this status and body.
    Status(u16, String),
    /// Answers 200 with a page of HTML.
    Garbage,
    /// Answers 200 with this many bytes.
    Flood(usize),
    /// Answers 302 with this `Location`.
    Redirect(String),
    /// Waits, then does the right thing.
    Delay(Duration),
    /// Does the right thing when the gate is opened.
    Hold(Gate),
    /// Does the right thing and does not answer, as when the answer is lost.
    Lose,
    /// Never answers and keeps the connection.
    Hang,
    /// Closes the connection.
    Close,
}

/// Holds calls until it is opened. Clones are the same gate.
#[derive(Clone, Default)]
pub struct Gate(Arc<Notify>);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets one call go on: one that waits, or the next one that comes.
    pub fn open(&self) {
        self.0.notify_one();
    }

    pub(super) async fn pass(&self) {
        self.0.notified().await;
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Gate")
    }
}
