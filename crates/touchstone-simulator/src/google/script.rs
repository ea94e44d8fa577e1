//! What can an issuer's service do instead of the right thing, and what is remembered of who asked?

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// `POST /token`: access tokens of Google.
    Token,
    /// `POST /v1/{package}:decodeIntegrityToken`: Play Integrity.
    Decode,
    /// `GET /attestation/status`: the status list of Android keys.
    StatusList,
    /// `POST /v1/attestationData`: Apple's exchange of receipts.
    AttestationData,
}

impl Route {
    /// The service at this method and path, and the package that the path names.
    pub(super) fn of<'a>(method: &str, path: &'a str) -> Option<(Self, &'a str)> {
        let package = path
            .strip_prefix("/v1/")
            .and_then(|rest| rest.strip_suffix(":decodeIntegrityToken"));
        match (method, path, package) {
            ("POST", "/token", _) => Some((Self::Token, "")),
            ("POST", _, Some(package)) => Some((Self::Decode, package)),
            ("GET", "/attestation/status", _) => Some((Self::StatusList, "")),
            ("POST", "/v1/attestationData", _) => Some((Self::AttestationData, "")),
            _ => None,
        }
    }
}

/// What a service does with one call.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// The right thing.
    Ok,
    /// Answers this status and body.
    Status(u16, String),
    /// Answers 200 with a page of HTML.
    Garbage,
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

/// A call as it came in.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The service that was asked.
    pub route: Route,
    /// The path with its query.
    pub path: String,
    /// Names in lower case, and values; one that is no text is left out.
    pub headers: Vec<(String, String)>,
    /// The body; bytes that are no UTF-8 are replaced.
    pub body: String,
}

impl RecordedRequest {
    /// The value of a header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Without headers and body: they hold secrets.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordedRequest")
            .field("route", &self.route)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
