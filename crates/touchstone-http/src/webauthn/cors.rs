//! Decides which pages of other origins may call (spec webauthn.md 2.6): those of a relying party of this server. Neither cookies nor credentials
//! of the browser play a part.

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, ORIGIN, VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use touchstone_core::Call;

use super::caller::ClientAddress;
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

/// Whether a relying party has this origin. While the store does not answer, nobody has.
async fn is_known(state: &HttpState, call: &Call, parts: &Parts, origin: &str) -> bool {
    let webauthn = &state.core().webauthn;
    if let Some(is_known) = webauthn.remembers_origin(origin, call) {
        return is_known;
    }
    if !may_look_up(state, call, parts) {
        return false;
    }
    let found = webauthn.is_origin_of_an_rp(origin, call).await;
    found.unwrap_or_else(|error| {
        let error = chain(&error);
        tracing::warn!(request_id = %call.request_id, error, "an origin cannot be looked up");
        false
    })
}

/// What is not remembered costs a look-up, and anybody can invent origins: the address pays, a POST later with everything else.
fn may_look_up(state: &HttpState, call: &Call, parts: &Parts) -> bool {
    let address = ClientAddress::of(parts, &state.webauthn_options().trusted_proxies);
    let gate = state.webauthn();
    let allowed = if parts.method == Method::POST {
        gate.look(&address, call.now)
    } else {
        gate.take(address, call.now)
    };
    allowed.is_ok()
}

impl Cors {
    /// For the page that the request names.
    pub(super) async fn of(state: &HttpState, call: &Call, parts: &Parts) -> Self {
        let may_be_told = matches!(parts.method, Method::OPTIONS | Method::POST);
        let is_known = match origin(&parts.headers) {
            Some(origin) if may_be_told => is_known(state, call, parts, origin).await,
            _ => false,
        };
        let allowed = is_known.then(|| parts.headers.get(ORIGIN).cloned());
        Self {
            allowed: allowed.flatten(),
        }
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
