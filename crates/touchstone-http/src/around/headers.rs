//! Decides which headers every response carries.

use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderName, HeaderValue};
use touchstone_core::Call;

use super::request_id::X_REQUEST_ID;
use crate::state::HttpState;

/// Says that the clock was set by hand, and to which time.
const X_TOUCHSTONE_TEST_CLOCK: HeaderName = HeaderName::from_static("x-touchstone-test-clock");

/// Adds the common headers. What a route says itself about caching stands.
pub(super) fn add(state: &HttpState, call: &Call, headers: &mut HeaderMap) {
    if let Ok(name) = HeaderValue::from_str(&call.request_id) {
        headers.insert(X_REQUEST_ID, name);
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if state.test_clock()
        && let Ok(now) = HeaderValue::from_str(&call.now.to_string())
    {
        headers.insert(X_TOUCHSTONE_TEST_CLOCK, now);
    }
}
