//! Decides what is counted of a request: by route, method and status, all of them bounded.

use http::StatusCode;

use super::Seen;

/// Counts the request and notes how long it took.
pub(super) fn record(seen: &Seen, status: StatusCode) {
    let labels = [
        ("route", seen.route().to_owned()),
        ("method", seen.method.to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!("touchstone_http_requests_total", &labels).increment(1);
    metrics::histogram!("touchstone_http_request_duration_seconds", &labels)
        .record(seen.call.elapsed().as_secs_f64());
}
