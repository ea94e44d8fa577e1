//! Decides which pages of other origins may call (spec webauthn.md 2.6): those of a relying party of this server. Neither cookies nor credentials
//! of the browser play a part.

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use touchstone_core::Call;

use super::operation::Operation;
use crate::around::{SaysAllow, chain};
use crate::state::HttpState;

/// What a preflight is told beside the origin.
const PREFLIGHT: [(HeaderName, HeaderValue); 3] = [
    (
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("POST, OPTIONS"),
    ),
    (
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Accept, Content-Type, Authorization, X-Request-Id"),
    ),
    (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
];
const EXPOSED: HeaderValue =
    HeaderValue::from_static("X-Request-Id, X-Touchstone-Reason, X-Touchstone-Verdict");

/// What the page that calls may.
#[derive(Debug)]
pub(super) struct Cors {
    /// Its origin, when it is one of a relying party's.
    allowed: Option<HeaderValue>,
}

/// The one `Origin` header.
pub(super) fn origin(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(ORIGIN).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    value.to_str().ok()
}

impl Cors {
    /// For the page that these headers name. While the store does not answer, no page is known.
    pub(super) async fn of(state: &HttpState, call: &Call, headers: &HeaderMap) -> Self {
        let Some(origin) = origin(headers) else {
            return Self { allowed: None };
        };
        let webauthn = &state.core().webauthn;
        let is_known = webauthn.is_origin_of_an_rp(origin, call).await;
        let is_known = is_known.unwrap_or_else(|error| {
            let error = chain(&error);
            tracing::warn!(request_id = %call.request_id, error, "an origin cannot be looked up");
            false
        });
        let allowed = is_known.then(|| headers.get(ORIGIN).cloned()).flatten();
        Self { allowed }
    }

    /// The answer to OPTIONS.
    pub(super) fn preflight(self, operation: Operation) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.extensions_mut().insert(SaysAllow);
        let is_allowed = self.allowed.is_some();
        let headers = response.headers_mut();
        headers.insert(ALLOW, HeaderValue::from_static(operation.methods()));
        self.name(headers);
        if is_allowed {
            headers.extend(PREFLIGHT);
        }
        response
    }

    /// Lets the page read the answer, where it was a POST; every other answer says at least on what it depends.
    pub(super) fn mark(mut self, response: &mut Response, is_post: bool) {
        let headers = response.headers_mut();
        self.allowed = self.allowed.filter(|_| is_post);
        if self.allowed.is_some() {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
        self.name(headers);
    }

    fn name(self, headers: &mut HeaderMap) {
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = self.allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}
