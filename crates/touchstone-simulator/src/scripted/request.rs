//! What is remembered of who asked?

use std::fmt;

/// A call as it came in.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedRequest<R> {
    /// The service that was asked.
    pub route: R,
    /// The path with its query.
    pub path: String,
    /// Names in lower case, and values; one that is no text is left out.
    pub headers: Vec<(String, String)>,
    /// The body; bytes that are no UTF-8 are replaced.
    pub body: String,
}

impl<R> RecordedRequest<R> {
    /// The value of a header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Without headers and body: they hold secrets.
impl<R: fmt::Debug> fmt::Debug for RecordedRequest<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordedRequest")
            .field("route", &self.route)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
